using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.TestUtilities;
using Pipeline.Lambda;

namespace Pipeline.Aws.Tests.Lambda;

/// <summary>Records the log lines of calls.</summary>
internal sealed class LogLines : IDisposable
{
    private static readonly string[] Units = ["Count", "Bytes", "Milliseconds", "None"];

    private readonly MemoryStream _output = new();

    public FunctionCalls CreateCalls(string function = "test", TimeProvider? time = null) =>
        new(CreateLog(function, time), time ?? TimeProvider.System, Ends.Add);

    /// <summary>The messages with which calls have ended the process.</summary>
    public List<string> Ends { get; } = [];

    public CallLog CreateLog(string function = "test", TimeProvider? time = null) =>
        new(_output, "image-pipeline-dev", function, time ?? TimeProvider.System);

    /// <summary>Reads all lines. Each must be one JSON object.</summary>
    public IReadOnlyList<JsonObject> Read()
    {
        var text = Encoding.UTF8.GetString(_output.ToArray());
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return [.. text[..^1].Split('\n').Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    public JsonObject Single() => Assert.Single(Read());

    public void Dispose() => _output.Dispose();

    public static TestLambdaContext CreateContext(double seconds = 60) =>
        new() { AwsRequestId = "8476a536-e9f4-11e8-9739-2dfe598c3fcd", RemainingTime = TimeSpan.FromSeconds(seconds) };

    /// <summary>Returns the names of all members, in order.</summary>
    public static IEnumerable<string> GetMembers(JsonObject line) => line.Select(member => member.Key);

    /// <summary>Asserts that the line follows the specification of CloudWatch's embedded metric format and has these metrics.</summary>
    public static void AssertEmbedsMetrics(JsonObject line, params string[] metrics)
    {
        var aws = line["_aws"]!.AsObject();
        Assert.True(aws["Timestamp"]!.GetValue<long>() > 0);
        var directive = Assert.Single(aws["CloudWatchMetrics"]!.AsArray())!.AsObject();
        Assert.Equal("ImagePipeline", directive["Namespace"]!.GetValue<string>());
        Assert.All(directive["Dimensions"]!.AsArray(), set =>
        {
            Assert.InRange(set!.AsArray().Count, 1, 30);
            Assert.All(set.AsArray(), name => Assert.Equal(JsonValueKind.String, line[name!.GetValue<string>()]!.GetValueKind()));
        });
        var definitions = directive["Metrics"]!.AsArray();
        Assert.Equal(metrics, definitions.Select(metric => metric!["Name"]!.GetValue<string>()));
        Assert.All(definitions, metric =>
        {
            Assert.Contains(metric!["Unit"]!.GetValue<string>(), Units);
            Assert.Equal(JsonValueKind.Number, line[metric["Name"]!.GetValue<string>()]!.GetValueKind());
        });
    }
}
