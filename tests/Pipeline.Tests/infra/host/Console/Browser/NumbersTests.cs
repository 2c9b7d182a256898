using Pipeline.Host.Console.Options;
using Pipeline.Host.Console.Queries;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Host.Console.Queries;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>The page with the numbers, in a real browser.</summary>
public sealed class NumbersTests
{
    [BrowserFact]
    public async Task SavedQueriesRunWhenAskedAndAreDrawn()
    {
        var queries = new ScriptedQueries { Run = token => Task.Delay(500, token) };
        await using var host = await HostUnderTest.StartAsync(options: new ConsoleOptions(Port: 0) { Queries = queries.Create() });
        await host.WaitForEndAsync(await host.UploadAsync("cats/1.png", SyntheticImages.Png(64, 48)));

        await Chromium.RunAsync("saved-queries", new() { ["address"] = host.Address });

        Assert.Equal(1, queries.Runs);
    }

    [BrowserFact]
    public async Task QueriesThatCannotRunSayWhy()
    {
        var ended = 0;
        var queries = new ScriptedQueries { Obstacle = "Build it once: dotnet build infra/query" };
        await using var host = await HostUnderTest.StartAsync(options: new ConsoleOptions(Port: 0) { Queries = queries.Create() });
        queries.Run = async token =>
        {
            if (queries.Runs == 1)
            {
                throw new QueriesFailedException("The query program ended with code 137.");
            }

            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                ended++;
            }
        };
        var script = Chromium.RunAsync("failed-queries", new() { ["address"] = host.Address });
        // The page has shown the obstacle when it asks a second time.
        while (!script.IsCompleted)
        {
            await Task.Delay(50);
            queries.Obstacle = (await host.GetAsync("api/status"))["images"]!["ready"]!.GetValue<int>() > 0 ? null : queries.Obstacle;
        }

        await script;
        for (var until = DateTime.UtcNow.AddSeconds(30); ended < queries.Runs - 1 && DateTime.UtcNow < until; await Task.Delay(20))
        {
        }

        // The first one failed; the others ended when the reader stopped them or left.
        Assert.InRange(queries.Runs, 2, 3);
        Assert.Equal(queries.Runs - 1, ended);
    }
}
