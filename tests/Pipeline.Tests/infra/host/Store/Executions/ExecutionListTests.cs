using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Executions;

public sealed class ExecutionListTests : IAsyncLifetime
{
    private readonly TemporaryStore _local = new();

    public async Task InitializeAsync()
    {
        for (var number = 0; number < 20; number++)
        {
            var arn = $"{number:00}";
            await _local.Store.Executions.StartAsync(
                new(arn, $"{(number % 2 == 0 ? "even" : "odd")}-{arn}", "machine", $"uploads/{number % 3}", _local.Time.Now, "{}"), null, CancellationToken.None);
            if (number % 4 == 0)
            {
                await _local.Store.Executions.FinishAsync(
                    arn, new(RecordedStatus.Failed, null, "E", null, _local.Time.Now), [], CancellationToken.None);
            }
        }
    }

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task NewestComeFirstOverAllPages(int limit) =>
        Assert.Equal(Numbers(_ => true), await ListAsync(new(), limit));

    [Theory]
    [InlineData(2)]
    [InlineData(1000)]
    public async Task ExecutionsAreListedByStatus(int limit) =>
        Assert.Equal(Numbers(number => number % 4 == 0), await ListAsync(new(RecordedStatus.Failed), limit));

    [Fact]
    public async Task ExecutionsAreListedByImage() =>
        Assert.Equal(Numbers(number => number % 3 == 1), await ListAsync(new(ImageId: "uploads/1"), 3));

    [Fact]
    public async Task ExecutionsAreListedByNamePrefix() =>
        Assert.Equal(Numbers(number => number % 2 == 0), await ListAsync(new(NamePrefix: "even-"), 3));

    [Theory]
    [InlineData("uploads/1")]
    [InlineData("uploads/")]
    [InlineData("upload")]
    public async Task ExecutionsAreListedByImageIdPrefix(string prefix) => Assert.Equal(
        Numbers(number => $"uploads/{number % 3}".StartsWith(prefix, StringComparison.Ordinal)), await ListAsync(new(ImageIdPrefix: prefix), 3));

    [Fact]
    public async Task ImageIdPrefixIsNotAPattern() => Assert.Empty(await ListAsync(new(ImageIdPrefix: "uploads/%"), 3));

    [Fact]
    public async Task ExecutionsAreListedByImageIdPrefixAndStatus() => Assert.Equal(
        Numbers(number => number % 4 == 0), await ListAsync(new(RecordedStatus.Failed, ImageIdPrefix: "uploads/"), 2));

    [Fact]
    public async Task ExecutionsAreListedByWhetherTheyWereRedriven()
    {
        await _local.Store.Executions.RedriveAsync("08", CancellationToken.None);

        Assert.Equal(["08"], await ListAsync(new(IsRedriven: true), 3));
        Assert.Equal(Numbers(number => number != 8), await ListAsync(new(IsRedriven: false), 3));
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("a/", "a0")]
    [InlineData("\uD7FF", "\uE000")]
    [InlineData("a\U0010FFFF", "b")]
    [InlineData("\U0010FFFF", null)]
    public void PrefixEndsBeforeTheNextTextInUtf8Order(string prefix, string? behind) => Assert.Equal(behind, Utf8Order.PrefixUpperBound(prefix));

    [Fact]
    public async Task FiltersAreCombined() => Assert.Equal(
        Numbers(number => number % 12 == 0), await ListAsync(new(RecordedStatus.Failed, "uploads/0", "even"), 1));

    [Fact]
    public async Task ListsLeaveOutInputAndOutput()
    {
        var page = await _local.Store.Executions.ListAsync(new(), 1, null, CancellationToken.None);

        Assert.Null(page.Executions[0].Input);
    }

    [Fact]
    public async Task InvalidContinuationIsRefused() => await Assert.ThrowsAsync<ArgumentException>(
        () => _local.Store.Executions.ListAsync(new(), 1, "no token", CancellationToken.None));

    [Theory]
    [InlineData("SELECT number FROM executions WHERE number < 9 AND image_id >= 'a' AND image_id < 'b' AND +status = 'FAILED' ORDER BY number DESC LIMIT 3")]
    [InlineData("SELECT status, count(*) FROM executions GROUP BY status")]
    [InlineData("SELECT status, count(*) FROM images GROUP BY status")]
    public void FrequentConsoleQueriesUseACoveringIndex(string query)
    {
        using var session = SqlSession.Open(_local.PathOf("pipeline.db"), readOnly: true);

        Assert.Contains(session.QueryAll($"EXPLAIN QUERY PLAN {query}", row => row.GetString(3)), step => step.Contains("COVERING INDEX", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Numbers(Func<int, bool> which) =>
        Enumerable.Range(0, 20).Where(which).Select(number => $"{number:00}").OrderDescending();

    private async Task<List<string>> ListAsync(ExecutionFilter filter, int limit)
    {
        var arns = new List<string>();
        string? continuation = null;
        do
        {
            var page = await _local.Store.Executions.ListAsync(filter, limit, continuation, CancellationToken.None);
            arns.AddRange(page.Executions.Select(execution => execution.Arn));
            continuation = page.Continuation;
        }
        while (continuation is not null);

        return arns;
    }
}
