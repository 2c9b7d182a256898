using Pipeline.Local.Store;

namespace Pipeline.Tests.Local.Store;

public sealed class ExecutionListTests : IAsyncLifetime
{
    private readonly TemporaryStore local = new();

    public async Task InitializeAsync()
    {
        for (var number = 0; number < 20; number++)
        {
            var arn = $"{number:00}";
            await local.Store.Executions.StartAsync(
                new(arn, $"{(number % 2 == 0 ? "even" : "odd")}-{arn}", "machine", $"uploads/{number % 3}", local.Time.Now, "{}"), null, CancellationToken.None);
            if (number % 4 == 0)
            {
                await local.Store.Executions.FinishAsync(
                    arn, new(RecordedStatus.Failed, null, "E", null, local.Time.Now), [], CancellationToken.None);
            }
        }
    }

    public Task DisposeAsync() => local.DisposeAsync().AsTask();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task NewestComeFirstOverAllPages(int limit) =>
        Assert.Equal(Numbers(_ => true), await ListAsync(new(), limit));

    [Theory]
    [InlineData(2)]
    [InlineData(1000)]
    public async Task OneStatusIsListed(int limit) =>
        Assert.Equal(Numbers(number => number % 4 == 0), await ListAsync(new(RecordedStatus.Failed), limit));

    [Fact]
    public async Task OneImageIsListed() =>
        Assert.Equal(Numbers(number => number % 3 == 1), await ListAsync(new(ImageId: "uploads/1"), 3));

    [Fact]
    public async Task NamesAreListedByTheirStart() =>
        Assert.Equal(Numbers(number => number % 2 == 0), await ListAsync(new(NamePrefix: "even-"), 3));

    [Fact]
    public async Task FiltersAreCombined() => Assert.Equal(
        Numbers(number => number % 12 == 0), await ListAsync(new(RecordedStatus.Failed, "uploads/0", "even"), 1));

    [Fact]
    public async Task ListsLeaveOutInputAndOutput()
    {
        var page = await local.Store.Executions.ListAsync(new(), 1, null, CancellationToken.None);

        Assert.Null(page.Executions[0].Input);
    }

    [Fact]
    public async Task StrangeContinuationIsRefused() => await Assert.ThrowsAsync<ArgumentException>(
        () => local.Store.Executions.ListAsync(new(), 1, "no token", CancellationToken.None));

    private static IEnumerable<string> Numbers(Func<int, bool> which) =>
        Enumerable.Range(0, 20).Where(which).Select(number => $"{number:00}").OrderDescending();

    private async Task<List<string>> ListAsync(ExecutionFilter filter, int limit)
    {
        var arns = new List<string>();
        string? continuation = null;
        do
        {
            var page = await local.Store.Executions.ListAsync(filter, limit, continuation, CancellationToken.None);
            arns.AddRange(page.Executions.Select(one => one.Arn));
            continuation = page.Continuation;
        }
        while (continuation is not null);

        return arns;
    }
}
