using System.CommandLine.Parsing;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Lake.Queries;
using Pipeline.Local.Commands;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Local.Queries;

/// <summary>The saved queries in the console of the real host, with the real program.</summary>
public sealed class LocalSavedQueriesTests
{
    [Fact]
    public async Task ResultsSayWhatTheCatalogueHasAndFollowIt()
    {
        await using var host = await HostUnderTest.StartAsync();
        var picture = SyntheticImages.Jpeg(400, 300);
        foreach (var (key, content) in ((string, byte[])[])[("one.jpg", picture), ("two.jpg", picture), ("bad.jpg", "no picture"u8.ToArray())])
        {
            await host.WaitForEndAsync(await host.UploadAsync(key, content));
        }

        var (status, first) = await host.SendAsync("api/queries/run");
        await host.WaitForEndAsync(await host.UploadAsync("three.png", SyntheticImages.Png(64, 48)));
        var outdated = (await host.GetAsync("api/queries"))["latest"]!;
        var (_, second) = await host.SendAsync("api/queries/run");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(SavedQuery.All.Select(query => query.Name), Results(first).Select(result => (string)result["name"]!));
        Assert.All(Results(first), result => Assert.NotEmpty(result["rows"]!.AsArray()));
        Assert.Equal(["one.jpg", "two.jpg"], Keys(first));
        Assert.False((bool)outdated["isCurrent"]!);
        Assert.Equal(["one.jpg", "two.jpg", "three.png"], Keys(second));
    }

    [Fact]
    public async Task MeasureIsANumberOfEachRow()
    {
        await using var host = await HostUnderTest.StartAsync();
        await host.WaitForEndAsync(await host.UploadAsync("one.jpg", SyntheticImages.Jpeg(400, 300)));
        await host.WaitForEndAsync(await host.UploadAsync("two.jpg", SyntheticImages.Jpeg(400, 300)));
        await host.WaitForEndAsync(await host.UploadAsync("bad.jpg", "no picture"u8.ToArray()));

        var (_, run) = await host.SendAsync("api/queries/run");

        Assert.All(SavedQuery.All.Zip(Results(run)), pair =>
        {
            var column = pair.Second["columns"]!.AsArray().Select(column => (string)column!["name"]!).ToList().IndexOf(pair.First.Measure);
            Assert.All(pair.Second["rows"]!.AsArray(), row => Assert.Equal(JsonValueKind.Number, row![column]!.GetValueKind()));
        });
    }

    [Fact]
    public async Task CommandOfEachQueryIsAValidLineForTheSameFolder()
    {
        await using var host = await HostUnderTest.StartAsync();

        var queries = (await host.GetAsync("api/queries"))["queries"]!.AsArray();

        Assert.Equal(SavedQuery.All.Count, queries.Count);
        Assert.All(queries, query =>
        {
            var command = (string)query!["command"]!;
            Assert.StartsWith("dotnet run --project infra/local -- query --saved ", command, StringComparison.Ordinal);
            var parsed = LocalCommands.Create().Parse([.. CommandLineParser.SplitCommandLine(command[command.IndexOf("query", StringComparison.Ordinal)..])]);
            Assert.Empty(parsed.Errors);
            Assert.Equal((string)query["name"]!, parsed.GetValue<string>("--saved"));
            Assert.Equal(host.Pipeline.Pipeline.Store.Folder, parsed.GetValue<DirectoryInfo>("--data")!.FullName);
        });
    }

    private static JsonObject[] Results(JsonObject run) => [.. run["latest"]!["results"]!.AsArray().Select(result => result!.AsObject())];

    private static IEnumerable<string> Keys(JsonObject run) =>
        Results(run).Single(result => (string)result["name"]! == "largest")["rows"]!.AsArray().Select(row => (string)row![0]!);
}
