using Pipeline.Host.Console.Queries;

namespace Pipeline.Tests.Host.Console.Queries;

public sealed class SavedResultsTests
{
    [Fact]
    public async Task ResultsStayUntilTheCatalogueChanges()
    {
        var queries = new ScriptedQueries();
        using var results = new SavedResults(queries.Create(), TimeProvider.System);
        Assert.False(await results.IsCurrentAsync(default));

        var first = await results.RunAsync(default);
        Assert.Same(first, await results.RunAsync(default));
        Assert.True(await results.IsCurrentAsync(default));
        queries.State = "2";
        Assert.False(await results.IsCurrentAsync(default));
        Assert.NotSame(first, await results.RunAsync(default));

        Assert.Equal(2, queries.Runs);
    }

    [Fact]
    public async Task RequestsAtTheSameTimeRunTheQueriesOnce()
    {
        var go = new TaskCompletionSource();
        var queries = new ScriptedQueries { Run = _ => go.Task };
        using var results = new SavedResults(queries.Create(), TimeProvider.System);

        var runs = Enumerable.Range(0, 3).Select(_ => results.RunAsync(default)).ToArray();
        go.SetResult();

        Assert.Single((await Task.WhenAll(runs)).Distinct());
        Assert.Equal(1, queries.Runs);
    }

    [Fact]
    public async Task NextRequestRunsTheQueriesOfOneThatLeft()
    {
        using var leave = new CancellationTokenSource();
        var queries = new ScriptedQueries();
        queries.Run = token => queries.Runs == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, token) : Task.CompletedTask;
        using var results = new SavedResults(queries.Create(), TimeProvider.System);

        var first = results.RunAsync(leave.Token);
        var second = results.RunAsync(default);
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(2, (await second).Results.Count);
    }

    [Fact]
    public async Task FailureIsNotKept()
    {
        var queries = new ScriptedQueries { Run = _ => throw new QueriesFailedException("out of memory") };
        using var results = new SavedResults(queries.Create(), TimeProvider.System);

        await Assert.ThrowsAsync<QueriesFailedException>(() => results.RunAsync(default));
        queries.Run = null;

        Assert.NotEmpty((await results.RunAsync(default)).Results);
    }

    [Fact]
    public async Task QueriesThatTakeTooLongAreStopped()
    {
        var queries = new ScriptedQueries { Run = token => Task.Delay(Timeout.InfiniteTimeSpan, token) };
        using var results = new SavedResults(queries.Create(), new FastTime());

        var stopped = await Assert.ThrowsAsync<QueriesFailedException>(() => results.RunAsync(default));

        Assert.StartsWith("The queries took longer than 3 minutes", stopped.Message, StringComparison.Ordinal);
        Assert.Null(results.Last);
    }

    /// <summary>A clock whose timers are faster.</summary>
    private sealed class FastTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, dueTime / 10_000, period);
    }
}
