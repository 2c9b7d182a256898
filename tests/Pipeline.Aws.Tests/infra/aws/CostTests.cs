using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Cloud.Costs;
using Pipeline.Core.Costs;
using Pipeline.Core.Deployment;
using Pipeline.Core.Renditions;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>Recomputes the costs in README.md, and compares what the model assumes with the deployment and the benchmarks.</summary>
[Collection(ReadmeTests.Collection)]
public sealed partial class CostTests
{
    private const string Begin = "<!-- costs -->";
    private const string End = "<!-- /costs -->";

    [Fact]
    public async Task ReadmeStatesWhatTheModelComputes()
    {
        var path = Repository.PathOf("infra", "aws", "README.md");
        var text = await File.ReadAllTextAsync(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var tables = CostTables.Write();
        if (Environment.GetEnvironmentVariable(Snapshot.AcceptVariable) == "1")
        {
            await File.WriteAllTextAsync(path, $"{text[..begin]}\n{tables}\n{text[end..]}");
            return;
        }

        Assert.Equal(tables, text[begin..end].Trim());
    }

    /// <summary>The settings of a stack are an output, so that the command needs no copy of the defaults, but for stacks that do not exist yet.</summary>
    [Fact]
    public async Task DefaultsOfTheModelAreThoseOfTheDeployment() =>
        Assert.Equal(CostSettings.Default.ToJson(), (await MockedStack.CreateAsync(MockedStack.Defaults)).Outputs[StackOutputs.CostSettings]);

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task SettingsOfAStackComeBackFromItsOutput(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);

        var settings = CostSettings.Parse(stack.Outputs[StackOutputs.CostSettings]);

        Assert.Equal(stack.Outputs[StackOutputs.CostSettings], settings.ToJson());
        Assert.Equal(stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Count(), settings.Alarms);
        Assert.Equal(stack.Outputs[StackOutputs.StateMachineType], settings.StateMachineType);
        Assert.All(settings.Functions, function => Assert.Equal(
            function.Value.Memory, (int)(double)stack.Single("aws:lambda/function:Function", $"{MockedStack.Name}-{function.Key}").Inputs["memorySize"]!));
        Assert.Equal(RenditionSet.Default.Renditions.Select(rendition => rendition.Name), settings.ReadRenditions().Default.Renditions.Select(rendition => rendition.Name));
        Assert.Equal(configuration == "lake" ? new(8, 30) : null, settings.Lake);
        Assert.Equal(
            (configuration == "everything-on", configuration == "exclusive", configuration == "everything-on" ? 1 : 0, configuration == "everything-on" ? 10 : 0),
            (settings.HasKeyPrefix && settings.HasEventArchive, settings.SnapStart && !settings.Tracing, settings.SuccessEndpoints, settings.Functions["resize"].ProvisionedConcurrency));
    }

    [Fact]
    public async Task MetricsOfTheModelAreThoseOfTheDashboard()
    {
        var metrics = (await MockedStack.CreateAsync(MockedStack.Defaults)).OfType("aws:cloudwatch/dashboard:Dashboard").Single().ParseJson("dashboardBody")["widgets"]!.AsArray()
            .SelectMany(widget => widget!["properties"]!["metrics"]?.AsArray() ?? []).Count(line => line![0] is { } first && first.GetValueKind() == System.Text.Json.JsonValueKind.String && (string?)first == PipelineMetrics.Namespace);

        // One metric counts all rejections, in addition to those by reason.
        Assert.Equal(metrics + 1, Assert.Single(CostTables.Estimate(CostSettings.Default).Lines, line => line.Price == Prices.Metrics).Amount);
    }

    /// <summary>The benchmarks write both files in the same run.</summary>
    [Fact]
    public void DurationsAreThoseOfTheBenchmarks()
    {
        var results = File.ReadAllLines(Repository.PathOf("tests", "Benchmarks", "RESULTS.md"));

        Assert.Contains(results, line => line.EndsWith($" on {Durations.Measured.Date}.", StringComparison.Ordinal));
        Assert.Contains($"Machine: {Durations.Measured.Machine}.", results);
        Assert.Equal(Durations.Measured.DefaultSetMilliseconds, FirstNumber("| default set, one thread |"));
        Assert.All(Durations.Measured.Renditions, rendition =>
        {
            var width = (int)Math.Round(Math.Sqrt(rendition.Pixels * 4 / 3.0));
            var row = rendition.Format is "jpeg" or "webp"
                ? $"| {width} px, JPEG to {(rendition.Format == "jpeg" ? "JPEG" : "WebP")} |"
                : $"| JPEG to {rendition.Format}, camera-12mp.jpg |";
            Assert.Equal(rendition.Milliseconds, FirstNumber(row));
        });

        decimal FirstNumber(string row) => decimal.Parse(
            Digits().Match(Assert.Single(results, line => line.StartsWith(row, StringComparison.Ordinal))[row.Length..]).Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void MeasuredRenditionsAreEstimatedAsMeasuredAndTheDefaultSetToo()
    {
        Assert.All(Durations.Measured.Renditions, rendition => Assert.Equal(
            (rendition.Milliseconds, rendition.Kilobytes),
            (Durations.Measured.EstimateMilliseconds(rendition.Format, rendition.Pixels), Durations.Measured.EstimateKilobytes(rendition.Format, rendition.Pixels))));
        var call = Assert.Single(RenditionWork.Plan(Durations.Measured, RenditionSet.Default, CostSettings.Auto).Calls);
        Assert.Equal(Durations.Measured.DefaultSetMilliseconds, call.Milliseconds, 3);
        Assert.Equal(RenditionSet.Default.Renditions.Select(rendition => rendition.Name), call.Names);
    }

    [Theory]
    [InlineData("webp")]
    [InlineData("jpeg")]
    [InlineData("avif")]
    [InlineData("png")]
    public void LargerRenditionsNeverCostLess(string format)
    {
        var sizes = Enumerable.Range(1, 40).Select(i => 10_000L * i * i).ToArray();

        Assert.All(sizes.Zip(sizes.Skip(1)), pair =>
        {
            Assert.True(Durations.Measured.EstimateMilliseconds(format, pair.First) <= Durations.Measured.EstimateMilliseconds(format, pair.Second));
            Assert.True(Durations.Measured.EstimateKilobytes(format, pair.First) <= Durations.Measured.EstimateKilobytes(format, pair.Second));
        });
    }

    [Fact]
    public void GroupsSaveCallsReadsTransitionsAndDecodes()
    {
        var (each, auto) = (CostTables.Estimate(CostSettings.Default), CostTables.Estimate(CostSettings.Default with { ResizeGrouping = CostSettings.Auto }));

        Assert.Equal((7, 3), (each.Calls.Count, auto.Calls.Count));
        // Five of them take tags off.
        Assert.Equal((6 + 5, 2 + 5), (Amount(each, Prices.Gets), Amount(auto, Prices.Gets)));
        Assert.Equal(4, Amount(each, Prices.Transitions) - Amount(auto, Prices.Transitions));
        // What is written is the same.
        Assert.Equal(Amount(each, Prices.Puts), Amount(auto, Prices.Puts));
        Assert.True(Amount(auto, Prices.ArmDuration) < Amount(each, Prices.ArmDuration) / 2);
        Assert.InRange(auto.TotalOf(CostPeriod.Image, 1) / each.TotalOf(CostPeriod.Image, 1), 0.6m, 0.8m);
    }

    /// <summary>A set that takes longer than one call may is made in several.</summary>
    [Fact]
    public void GroupsOfManyLargeRenditionsAreSplit()
    {
        var set = RenditionSetReader.Read(
            $$"""{ "renditions": [{{string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""{ "name": "r{{i}}", "width": {{1_600 - i}}, "format": "avif" }"""))}}] }""", "many").Default;

        var calls = RenditionWork.Plan(Durations.Measured, set, CostSettings.Auto).Calls;

        Assert.InRange(calls.Count, 2, 39);
        Assert.All(calls, call => Assert.InRange(call.Milliseconds, 1, 10_000));
        Assert.Equal(set.Renditions.Select(rendition => rendition.Name), calls.SelectMany(call => call.Names));
    }

    [Fact]
    public void SettingsAddWhatTheyCost()
    {
        var settings = CostSettings.Default;
        var plain = CostTables.Estimate(settings);
        var warm = CostTables.Estimate(settings with { SnapStart = true });
        var provisioned = CostTables.Estimate(settings with
        {
            Functions = new Dictionary<string, CostSettings.Function>(settings.Functions) { ["resize"] = new(1_769, 10) },
        });
        var busy = CostTables.Estimate(settings with { HasKeyPrefix = true, HasEventArchive = true, SuccessEndpoints = 2, Tracing = false });

        Assert.Equal(14.54m, Math.Round(Assert.Single(warm.Lines, line => line.Price == Prices.SnapStartCache).CostOf(1), 2));
        Assert.True(Amount(warm, Prices.ArmDuration) < Amount(plain, Prices.ArmDuration));
        Assert.Equal(149.26m, Math.Round(Assert.Single(provisioned.Lines, line => line.Price == Prices.ArmProvisioned).CostOf(1), 2));
        Assert.True(Amount(provisioned, Prices.ArmProvisionedDuration) > Amount(provisioned, Prices.ArmDuration));
        Assert.Equal((1, 6), (Amount(busy, Prices.CustomEvents), Amount(busy, Prices.QueueRequests)));
        Assert.Equal(Amount(plain, Prices.Calls) + 2, Amount(busy, Prices.Calls));
        Assert.DoesNotContain(plain.Lines, line => line.Price == Prices.QueueRequests);
        Assert.DoesNotContain(busy.Lines, line => line.Price == Prices.Traces);
        Assert.Contains(busy.Lines, line => line.Price == Prices.ArchivedEvents);
    }

    [Fact]
    public async Task DescriptionsCostWhatTheirTokensCost()
    {
        var deployed = CostSettings.Parse((await MockedStack.CreateAsync(MockedStack.Described)).Outputs[StackOutputs.CostSettings]);
        var (plain, one) = (CostTables.Estimate(CostSettings.Default), CostTables.Estimate(CostTables.Described));
        var unknown = CostTables.Estimate(CostSettings.Default with { Describe = new(512, 1, null, null) });

        Assert.Equal(new(512, 2, 0.06m, 0.24m), deployed.Describe);
        Assert.Equal((2_000, 120), (Amount(one, Prices.ModelInput), Amount(one, Prices.ModelOutput)));
        Assert.Equal((2_000, 180), (Amount(CostTables.Estimate(deployed), Prices.ModelInput), Amount(CostTables.Estimate(deployed), Prices.ModelOutput)));
        Assert.Equal(1, Amount(one, Prices.Transitions) - Amount(plain, Prices.Transitions));
        Assert.DoesNotContain(unknown.Lines, line => line.Name.StartsWith("Bedrock", StringComparison.Ordinal));
        Assert.DoesNotContain(plain.Lines, line => line.Name.Contains("describe", StringComparison.Ordinal));
    }

    /// <summary>The functions wait more than they compute, so the smaller memory is the cheaper one in all, however often they start.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public void PersistAndRemoveCostLessWithTheirDefaultMemory(int percentOfStarts)
    {
        Assert.Equal(512, CostSettings.Default.Functions["persist"].Memory);
        Assert.Equal(512, CostSettings.Default.Functions["remove"].Memory);
        Assert.True(CostTables.CostOfPersist(512, percentOfStarts / 100m) < CostTables.CostOfPersist(1_024, percentOfStarts / 100m));
    }

    [Fact]
    public void EveryPriceHasItsSource() => Assert.All(CostTables.ListPrices(), price => Assert.Matches("^https://aws\\.amazon\\.com/[a-z0-9/-]+/pricing/([a-z-]+/)?$", price.Source));

    private static decimal Amount(CostEstimate estimate, Price price) => estimate.Lines.Where(line => line.Period == CostPeriod.Image && line.Price == price).Sum(line => line.Amount);

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
