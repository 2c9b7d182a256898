using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Testing.Environments;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Api;

public sealed partial class ApiDocumentTests
{
    [Fact]
    public async Task HttpFileHasEveryCallOfTheApi()
    {
        await using var served = await HostUnderTest.StartAsync();
        var document = await served.GetAsync("openapi.json");
        var calls = Calls(await File.ReadAllTextAsync(Repository.PathOf("infra", "host", "Console", "console.http"))).ToHashSet();

        var documented = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"))
            .ToList();

        Assert.True(documented.Count >= 15, string.Join('\n', documented));
        Assert.Empty(documented.Except(calls));
    }

    [Fact]
    public async Task EveryOperationHasASummaryAndResponses()
    {
        await using var served = await HostUnderTest.StartAsync();
        var document = await served.GetAsync("openapi.json");

        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                Assert.False(string.IsNullOrEmpty(operation!["summary"]?.GetValue<string>()), $"{method} {path} has no summary");
                Assert.NotEmpty(operation["responses"]!.AsObject());
            }
        }

        var execution = document["components"]!["schemas"]!["ExecutionResponse"]!["properties"]!.AsObject();
        Assert.Contains("ranMs", execution.Select(property => property.Key));
    }

    [Fact]
    public async Task SamplesInTheHttpFileAreAccepted()
    {
        await using var served = await HostUnderTest.StartAsync();
        var text = await File.ReadAllTextAsync(Repository.PathOf("infra", "host", "Console", "console.http"));
        var body = text[(text.IndexOf("### Start an execution", StringComparison.Ordinal)..)];
        var json = body[body.IndexOf('{', StringComparison.Ordinal)..body.IndexOf("###", 3, StringComparison.Ordinal)];
        json = json[json.IndexOf("{\n", StringComparison.Ordinal)..];

        var (status, started) = await served.SendAsync("api/executions", JsonNode.Parse(json));
        var ended = await served.WaitForEndAsync(started["name"]!.GetValue<string>());

        Assert.Equal(System.Net.HttpStatusCode.Created, status);
        Assert.Equal(("uploads/cats/1.jpg", "SUCCEEDED"), (ended["imageId"]!.GetValue<string>(), ended["status"]!.GetValue<string>()));
    }

    /// <summary>Calls in the file, named as in the document: the variables of the file are the parameters of the paths.</summary>
    private static IEnumerable<string> Calls(string file) => Request().Matches(file.ReplaceLineEndings("\n")).Select(match =>
        $"{match.Groups["method"].Value} {match.Groups["path"].Value.Replace("{{execution}}", "{name}", StringComparison.Ordinal).Replace("{{key}}", "{key}", StringComparison.Ordinal).Replace("{{mapRun}}", "{id}", StringComparison.Ordinal)}");

    [GeneratedRegex(@"^(?<method>[A-Z]+) \{\{host\}\}(?<path>[^?\n]*)", RegexOptions.Multiline)]
    private static partial Regex Request();
}
