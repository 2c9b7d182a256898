using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Core.Deployment;
using Pipeline.Core.Renditions;
using Pipeline.Infra.Configuration;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>Recomputes the costs in README.md from the formulas, the definition, the default rendition set and the default memory.</summary>
public sealed partial class CostTests
{
    private static readonly string[][] Rows = [.. Section().Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];

    private static readonly string[][] Calls = [.. Rows.Where(row => row.Length == 5).Skip(2)];

    private static readonly string[][] Prices = [.. Rows.Where(row => row.Length == 4).Skip(2).SkipLast(1)];

    [Fact]
    public void ComputeTimeIsTheDurationsTimesTheMemoryOfTheDefaults()
    {
        Assert.Equal(7, Calls.Length);
        Assert.All(Calls, call =>
        {
            var function = call[0].Split(' ')[0].ToLowerInvariant();
            var memory = Settings.All.OfType<NumberSetting>().Single(setting => setting.Name == $"{function}Memory").DefaultNumber;
            Assert.Equal(memory, (long)Number(call[3]));
            Assert.Equal(call[4], ((Number(call[1]) + Number(call[2])) / 1000 * Number(call[3]) / 1024).ToString("0.0000", CultureInfo.InvariantCulture));
        });
        Assert.Equal(Amount("Lambda, arm64: GB-s"), Calls.Sum(call => Number(call[4])));
        Assert.Equal(Amount("Lambda: requests"), Calls.Length);
    }

    [Fact]
    public void CodecTimesAreWithinThirtyPercentOfTheRootReadme()
    {
        // Times differ from run to run. The costs hold as long as the times stay this close.
        var measured = File.ReadAllLines(Repository.PathOf("README.md"));

        Assert.All(RenditionSet.Default.Renditions, rendition =>
        {
            var format = rendition.Name == "large-jpeg" ? "JPEG" : "WebP";
            var line = Assert.Single(
                measured, line => line.StartsWith($"| {Math.Max(320, rendition.Width!.Value)} px, JPEG to {format} |", StringComparison.Ordinal));
            var assumed = Number(Assert.Single(Calls, call => call[0] == $"Resize {rendition.Name}")[1]);
            Assert.InRange(Number(Digits().Match(line.Split('|')[2]).Value), assumed / 1.3m, assumed * 1.3m);
        });
    }

    [Fact]
    public async Task StateTransitionsAreThoseOfAnExecutionThatSucceeds()
    {
        var definition = DefinitionTemplate.Fill(
            await File.ReadAllTextAsync(Repository.PathOf("statemachine", "image-pipeline.asl.json")),
            new[] { "ValidateFunction", "ResizeFunction", "PersistFunction", "RemoveFunction", "SuccessTopic", "FailureTopic" }.ToDictionary(name => name, name => name));
        var journal = new InMemoryJournal();
        var input = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("statemachine", "samples", "events", "created-put-object.json")));

        using var time = new VirtualTimeProvider(DateTimeOffset.UnixEpoch);
        var result = await new StateMachine(StateMachineDefinition.Parse(definition), new AcceptingInvoker(), time, new Random(1)).RunAsync(
            new ExecutionStart("arn", "name", "machine", "role", input, DateTimeOffset.UnixEpoch), journal, CancellationToken.None);

        Assert.Equal(ExecutionStatus.Succeeded, result.Status);
        Assert.Equal(Amount("Step Functions, Standard: state transitions"), journal.Events.Count(entry => entry.Type.EndsWith("StateEntered", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryRenditionIsReadWrittenAndPublishedOnce()
    {
        var renditions = RenditionSet.Default.Renditions.Count;

        Assert.Equal(1 + renditions, Amount("S3: PUT, the original and the renditions"));
        Assert.Equal(renditions, Amount("S3: tags taken off, counted as PUT"));
        Assert.Equal(1 + renditions, Amount("S3: GET, by Validate and by each Resize"));
        Assert.Equal(0.002m * Calls.Length, Amount("CloudWatch: MB of logs, 2 kB a call"));
    }

    [Fact]
    public void CostsAreAmountsTimesPricesAndTheTotalIsTheirSum()
    {
        Assert.Equal(13, Prices.Length);
        Assert.All(Prices, row => Assert.Equal(row[3], Dollars(Number(row[1]) * Number(row[2]))));
        Assert.Equal(Dollars(Prices.Sum(row => Number(row[3]))), Rows[^1][3].Trim('*'));
    }

    [Fact]
    public void ExpressCostsRequestsAndDurationInsteadOfTransitions()
    {
        var express = 1_000_000 * 1m * 64 / 1024 * 0.00001667m;
        var total = Number(Rows[^1][3].Trim('*')) - 300 + 1 + express;

        Assert.Contains($"{Dollars(express)} for their duration", Section(), StringComparison.Ordinal);
        Assert.Contains($"to about ${Math.Round(total)},", Section(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MonthlyCostsMatchTheMetricsAndAlarms()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Defaults);
        var metrics = stack.OfType("aws:cloudwatch/dashboard:Dashboard").Single().ParseJson("dashboardBody")["widgets"]!.AsArray()
            .SelectMany(widget => widget!["properties"]!["metrics"]!.AsArray()).Count(line => (string?)line![0] == PipelineMetrics.Namespace);
        // One metric counts all rejections, in addition to those by reason.
        Assert.Contains($"{Dollars(0.30m * (metrics + 1))} for {metrics + 1} metrics", Section(), StringComparison.Ordinal);
        var alarms = stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Count();
        Assert.Contains($"{Dollars(0.10m * alarms)} for {alarms} alarms", Section(), StringComparison.Ordinal);
    }

    private static decimal Amount(string label) => Number(Assert.Single(Prices, row => row[0] == label)[1]);

    private static decimal Number(string text) => decimal.Parse(text.Trim('$'), CultureInfo.InvariantCulture);

    private static string Dollars(decimal amount) => "$" + Math.Round(amount, 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Section()
    {
        var text = File.ReadAllText(Repository.PathOf("infra", "aws", "README.md"));
        var begin = text.IndexOf("<!-- costs -->", StringComparison.Ordinal);
        return text[begin..text.IndexOf("<!-- /costs -->", StringComparison.Ordinal)].ReplaceLineEndings("\n").Replace("\n$", " $", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    /// <summary>Returns what the functions return for an accepted image, as far as the definition reads it.</summary>
    private sealed class AcceptingInvoker : ITaskInvoker
    {
        public Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken) => Task.FromResult<JsonNode?>(invocation.StateName switch
        {
            "Validate" => new JsonObject
            {
                ["Payload"] = new JsonObject
                {
                    ["outcome"] = "accepted",
                    ["original"] = new JsonObject(),
                    ["metadata"] = new JsonObject(),
                    ["groups"] = new JsonArray(
                        [.. RenditionSet.Default.Renditions.Select(rendition => (JsonNode)new JsonObject { ["name"] = rendition.Name, ["plans"] = new JsonArray() })]),
                },
            },
            "Resize" => new JsonObject { ["Payload"] = new JsonObject() },
            "Persist" => new JsonObject { ["Payload"] = new JsonObject { ["outcome"] = "recorded", ["record"] = new JsonObject() } },
            "AnnounceSuccess" => new JsonObject { ["MessageId"] = "1" },
            var other => throw new InvalidOperationException(other),
        });
    }
}
