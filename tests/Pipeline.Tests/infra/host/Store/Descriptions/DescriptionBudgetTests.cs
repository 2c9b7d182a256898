using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Descriptions;

/// <summary>The count of images that a model is asked about.</summary>
public sealed class DescriptionBudgetTests : IAsyncDisposable
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    private readonly TemporaryStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task BudgetIsSpentOnceEvenByManyAtOnceAndAfterARestart()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TakeAsync(Day, 7)));
        await _store.ReopenAsync();

        Assert.Equal(7, taken.Count(each => each));
        Assert.False(await TakeAsync(Day, 7));
        Assert.Equal(7, await _store.Store.DescriptionBudget.CountAsync(Day, CancellationToken.None));
    }

    [Fact]
    public async Task LargerBudgetAndNextDayHaveRoom()
    {
        Assert.True(await TakeAsync(Day, 1));
        Assert.False(await TakeAsync(Day, 1));

        Assert.True(await TakeAsync(Day, 2));
        Assert.True(await TakeAsync(Day.AddDays(1), 1));
        Assert.Equal(1, await _store.Store.DescriptionBudget.CountAsync(Day.AddDays(1), CancellationToken.None));
    }

    private Task<bool> TakeAsync(DateOnly day, int limit) => _store.Store.DescriptionBudget.TryTakeAsync(day, limit, CancellationToken.None);
}
