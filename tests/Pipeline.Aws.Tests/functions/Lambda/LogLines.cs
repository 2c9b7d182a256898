using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Lambda.TestUtilities;
using Pipeline.Lambda;

namespace Pipeline.Aws.Tests.Lambda;

/// <summary>Calls whose log lines are kept.</summary>
internal sealed class LogLines : IDisposable
{
    private static readonly string[] Units = ["Count", "Bytes", "Milliseconds"];

    private readonly MemoryStream _output = new();

    public FunctionCalls Calls(string function = "test", TimeProvider? time = null) =>
        new(Log(function, time), time ?? TimeProvider.System);

    public CallLog Log(string function = "test", TimeProvider? time = null) =>
        new(_output, "image-pipeline-dev", function, time ?? TimeProvider.System);

    /// <summary>Every line, each a JSON object of its own.</summary>
    public IReadOnlyList<JsonObject> Read()
    {
        var text = Encoding.UTF8.GetString(_output.ToArray());
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return [.. text[..^1].Split('\n').Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    public JsonObject Single() => Assert.Single(Read());

    public void Dispose() => _output.Dispose();

    public static TestLambdaContext Context(double seconds = 60) =>
        new() { AwsRequestId = "8476a536-e9f4-11e8-9739-2dfe598c3fcd", RemainingTime = TimeSpan.FromSeconds(seconds) };

    /// <summary>Names of all members, in order.</summary>
    public static IEnumerable<string> Members(JsonObject line) => line.Select(member => member.Key);

    /// <summary>Holds the line to the specification of CloudWatch's embedded metric format, as far as it is used.</summary>
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
