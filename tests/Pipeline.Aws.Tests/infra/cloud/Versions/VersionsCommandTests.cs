using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.Core.Deployment;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Programs;

namespace Pipeline.Aws.Tests.Cloud.Versions;

/// <summary>The real program with a server that answers as Lambda does.</summary>
public sealed class VersionsCommandTests : IAsyncLifetime
{
    private const string Function = "image-pipeline-dev-resize";

    private readonly List<string> _versions = ["$LATEST", "2", "9", "10", "11"];
    private readonly List<JsonObject> _aliases = [new() { ["Name"] = "live", ["FunctionVersion"] = "11" }];
    private ServedEndpoints _lambda = null!;
    private PipelineProgram _cloud = null!;

    public async Task InitializeAsync()
    {
        _lambda = await ServedEndpoints.StartAsync(app =>
        {
            var path = $"/2015-03-31/functions/{Function}";
            app.MapGet($"{path}/aliases", context => WriteAsync(context, "Aliases", [.. _aliases.Select(alias => alias.DeepClone())]));
            app.MapGet($"{path}/versions", ListVersionsAsync);
            app.MapDelete(path, DeleteAsync);
        });
        _cloud = new("pipeline-cloud.dll", new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_LAMBDA"] = _lambda.Address,
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
        });
        _cloud.Write("outputs.json", Outputs($"""["{Function}"]"""));
    }

    public async Task DisposeAsync()
    {
        _cloud.Dispose();
        await _lambda.DisposeAsync();
    }

    [Fact]
    public async Task VersionsThatNoAliasLeadsToAreDeletedTheOldestFirst()
    {
        var run = await RunAsync();

        run.AssertExit(0);
        Assert.Equal([.. new[] { "2", "9", "10" }.Select(version => $"{Function}:{version}  deleted"), "3 old versions deleted"], run.Output);
        Assert.Equal(["$LATEST", "11"], _versions);
    }

    [Fact]
    public async Task DryRunDeletesNothing()
    {
        var run = await RunAsync("--dry-run");

        run.AssertExit(0);
        Assert.Equal("3 old versions to delete", run.Output[^1]);
        Assert.Equal(5, _versions.Count);
    }

    /// <summary>An alias may send a share of the calls to another version.</summary>
    [Fact]
    public async Task VersionsWithAShareOfTheCallsAreKept()
    {
        _aliases[0]["RoutingConfig"] = new JsonObject { ["AdditionalVersionWeights"] = new JsonObject { ["9"] = 0.1 } };

        (await RunAsync()).AssertExit(0);

        Assert.Equal(["$LATEST", "9", "11"], _versions);
    }

    [Fact]
    public async Task FunctionWithoutAnAliasKeepsEveryVersion()
    {
        _aliases.Clear();

        (await RunAsync()).AssertExit(0);

        Assert.Equal(5, _versions.Count);
    }

    [Fact]
    public async Task RefusalOfLambdaIsShown()
    {
        _cloud.Write("outputs.json", Outputs("""["nowhere"]"""));

        var run = await RunAsync();

        run.AssertExit(1);
        Assert.Contains("AWS returned an error", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StackOfAnOlderVersionIsExplained()
    {
        _cloud.Write("outputs.json", Outputs(""));

        (await RunAsync()).AssertUsageError("pulumi up");
    }

    private Task<ProgramRun> RunAsync(params string[] arguments) => _cloud.RunAsync(["versions", "prune", "--outputs", "outputs.json", .. arguments]);

    /// <summary>Two versions a page.</summary>
    private Task ListVersionsAsync(HttpContext context)
    {
        var start = int.TryParse(context.Request.Query["Marker"], out var marker) ? marker : 0;
        JsonNode[] page = [.. _versions.Skip(start).Take(2).Select(version => new JsonObject { ["Version"] = version })];
        return WriteAsync(context, "Versions", page, start + 2 < _versions.Count ? $"{start + 2}" : null);
    }

    private Task DeleteAsync(HttpContext context)
    {
        var isSigned = context.Request.Headers.Authorization.ToString().Contains("/us-east-1/lambda/aws4_request", StringComparison.Ordinal);
        context.Response.StatusCode = isSigned && _versions.Remove(context.Request.Query["Qualifier"].ToString()) ? 204 : 404;
        return Task.CompletedTask;
    }

    private static Task WriteAsync(HttpContext context, string member, JsonNode[] entries, string? next = null) =>
        context.Response.WriteAsync(new JsonObject { [member] = new JsonArray(entries), ["NextMarker"] = next }.ToJsonString());

    private static string Outputs(string functions) => OutputsUnderTest.Create((StackOutputs.Functions, functions));
}
