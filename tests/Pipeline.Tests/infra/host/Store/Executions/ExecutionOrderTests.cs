using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Executions;

public sealed class ExecutionOrderTests : IAsyncLifetime
{
    private const int Count = 24;

    private readonly TemporaryStore _local = new();
    private DateTimeOffset _start;

    /// <summary>One execution a minute. Several have the same key, the same duration, or neither.</summary>
    public async Task InitializeAsync()
    {
        _start = _local.Time.Now;
        for (var number = 0; number < Count; number++)
        {
            var started = await _local.Store.Executions.StartAsync(
                new($"arn:{number:00}", $"id-{number:00}", "machine", KeyOf(number) is { } key ? $"uploads/{key}" : null, _local.Time.Now, "{}"), null, CancellationToken.None);
            if (OutcomeOf(number) is { } outcome)
            {
                await _local.Store.Executions.QueueRunAsync(started.Execution.BeginRun(_local.Time.Now, null), CancellationToken.None);
                await _local.Store.Executions.FinishAsync(
                    $"arn:{number:00}",
                    new(RecordedStatus.Succeeded, null, null, null, _local.Time.Now.AddMilliseconds(MillisecondsOf(number)), outcome, new("Code", "Message")),
                    [], CancellationToken.None);
            }

            _local.Time.Now = _local.Time.Now.AddMinutes(1);
        }
    }

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1000)]
    public async Task ListIsSortedByStartInBothDirectionsOverAllPages(int limit)
    {
        Assert.Equal(Numbers().OrderDescending(), await ListAsync(new(), limit));
        Assert.Equal(Numbers(), await ListAsync(new(IsAscending: true), limit));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1000)]
    public async Task ListIsSortedByDurationInBothDirectionsOverAllPages(int limit)
    {
        var expected = Numbers().OrderBy(number => OutcomeOf(number) is null ? 0 : MillisecondsOf(number)).ThenBy(number => number).ToList();

        Assert.Equal(expected, await ListAsync(new(Sort: ExecutionSort.Duration, IsAscending: true), limit));
        Assert.Equal(Enumerable.Reverse(expected), await ListAsync(new(Sort: ExecutionSort.Duration), limit));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1000)]
    public async Task ListIsSortedByKeyInBothDirectionsOverAllPages(int limit)
    {
        var expected = Numbers().OrderBy(number => KeyOf(number) ?? "", StringComparer.Ordinal).ThenBy(number => number).ToList();

        Assert.Equal(expected, await ListAsync(new(Sort: ExecutionSort.Key, IsAscending: true), limit));
        Assert.Equal(Enumerable.Reverse(expected), await ListAsync(new(Sort: ExecutionSort.Key), limit));
    }

    [Fact]
    public async Task EveryFilterGoesWithEveryOrder()
    {
        ExecutionFilter[] filters =
        [
            new(Outcome: "rejected"), new(RecordedStatus.Running), new(ImageIdPrefix: "uploads/cats/"), new(Text: "CATS"), new(NamePrefix: "id-0"),
            new(From: _start.AddMinutes(3), Before: _start.AddMinutes(17)), new(RecordedStatus.Succeeded, Outcome: "rejected", Text: "1", From: _start.AddMinutes(3)),
        ];
        foreach (var filter in filters)
        {
            var expected = (await ListAsync(filter, 1000)).Order().ToList();
            Assert.InRange(expected.Count, 1, Count - 1);
            foreach (var sort in Enum.GetValues<ExecutionSort>())
            {
                Assert.Equal(expected, (await ListAsync(filter with { Sort = sort }, 2)).Order());
                Assert.Equal(expected, (await ListAsync(filter with { Sort = sort, IsAscending = true }, 2)).Order());
            }
        }
    }

    [Fact]
    public async Task RangeOfDatesBeginsWithItsFirstMomentAndEndsBeforeItsLast() => Assert.Equal(
        [5, 4, 3], await ListAsync(new(From: _start.AddMinutes(3), Before: _start.AddMinutes(6)), 2));

    [Fact]
    public async Task ExecutionsAreListedByOutcomeAndCounted()
    {
        Assert.Equal(Numbers().Where(number => OutcomeOf(number) == "rejected").OrderDescending(), await ListAsync(new(Outcome: "rejected"), 2));

        var counts = await _local.Store.Executions.CountByOutcomeAsync(CancellationToken.None);
        Assert.Equal(Numbers().Count(number => OutcomeOf(number) == "rejected"), counts["rejected"]);
        Assert.Equal(0, counts["superseded"]);
    }

    [Theory]
    [InlineData("ID-07", new[] { 7 })]
    [InlineData("arn:11", new[] { 11 })]
    [InlineData("100%", new[] { 21 })]
    [InlineData("a_b\\", new[] { 22 })]
    [InlineData("%", new[] { 21 })]
    [InlineData("_", new[] { 22 })]
    [InlineData("uploads", new int[0])]
    public async Task TextIsSearchedInKeysAndNamesAsItIs(string text, int[] expected) => Assert.Equal(expected, await ListAsync(new(Text: text), 3));

    [Fact]
    public async Task TokenOfAnotherOrderIsRefused()
    {
        var first = await _local.Store.Executions.ListAsync(new(Sort: ExecutionSort.Key), 2, null, CancellationToken.None);
        foreach (var other in (ExecutionFilter[])[new(), new(Sort: ExecutionSort.Duration), new(Sort: ExecutionSort.Key, IsAscending: true), new(From: _start)])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => _local.Store.Executions.ListAsync(other, 2, first.Continuation, CancellationToken.None));
        }
    }

    [Theory]
    [InlineData("SELECT number FROM executions ORDER BY ifnull(ran_ms, 0) DESC, number DESC LIMIT 3", "executions_by_duration")]
    [InlineData("SELECT number FROM executions WHERE ifnull(image_id, '') >= 'a' AND (ifnull(image_id, '') > 'a' OR number > 3) ORDER BY ifnull(image_id, '') ASC, number ASC LIMIT 3", "executions_by_key")]
    [InlineData("SELECT number FROM executions WHERE outcome = 'rejected' AND number < 9 ORDER BY number DESC LIMIT 3", "executions_by_outcome")]
    [InlineData("SELECT number FROM executions WHERE +status = 'FAILED' AND started_at >= 'a' AND started_at < 'b' ORDER BY started_at DESC, number DESC LIMIT 3", "executions_by_start")]
    public void SortedListsFollowAnIndexInsteadOfSorting(string query, string index)
    {
        using var session = SqlSession.Open(_local.PathOf("pipeline.db"), readOnly: true);

        var plan = session.QueryAll($"EXPLAIN QUERY PLAN {query}", row => row.GetString(3));

        Assert.Contains(index, Assert.Single(plan), StringComparison.Ordinal);
    }

    private static string? KeyOf(int number) => number switch
    {
        21 => "100%.jpg",
        22 => "a_b\\c.jpg",
        _ when number % 6 == 5 => null,
        _ => $"{(number % 2 == 0 ? "cats" : "dogs")}/{number % 5}.jpg",
    };

    private static string? OutcomeOf(int number) => (number % 4) switch { 0 => null, 1 => "rejected", _ => "succeeded" };

    private static double MillisecondsOf(int number) => (number % 3 * 100) + 0.25;

    private static IEnumerable<int> Numbers() => Enumerable.Range(0, Count);

    private async Task<List<int>> ListAsync(ExecutionFilter filter, int limit)
    {
        var numbers = new List<int>();
        string? continuation = null;
        do
        {
            var page = await _local.Store.Executions.ListAsync(filter, limit, continuation, CancellationToken.None);
            numbers.AddRange(page.Executions.Select(execution => int.Parse(execution.Name[3..], System.Globalization.CultureInfo.InvariantCulture)));
            continuation = page.Continuation;
        }
        while (continuation is not null);

        return numbers;
    }
}
