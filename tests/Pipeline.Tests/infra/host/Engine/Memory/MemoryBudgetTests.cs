using Pipeline.Host.Engine.Memory;

namespace Pipeline.Tests.Host.Engine.Memory;

public sealed class MemoryBudgetTests
{
    private readonly MemoryBudget _budget = new(100);

    [Fact]
    public async Task WorkWaitsUntilThereIsRoom()
    {
        var first = await _budget.ReserveAsync(60, default);
        var second = _budget.ReserveAsync(50, default);
        Assert.False(second.IsCompleted);

        first.Dispose();

        using var admitted = await second;
        Assert.Equal(50, _budget.UsedBytes);
    }

    [Fact]
    public async Task SmallWorkDoesNotOvertakeLargeWorkThatWaits()
    {
        var first = await _budget.ReserveAsync(60, default);
        var large = _budget.ReserveAsync(90, default);
        var small = _budget.ReserveAsync(10, default);
        Assert.False(small.IsCompleted);

        first.Dispose();

        using var admitted = await large;
        using var next = await small;
        Assert.Equal(100, _budget.UsedBytes);
    }

    [Fact]
    public async Task WorkThatNeedsMoreThanThereIsRunsAlone()
    {
        var first = await _budget.ReserveAsync(1, default);
        var huge = _budget.ReserveAsync(1_000, default);
        Assert.False(huge.IsCompleted);

        first.Dispose();

        (await huge).Dispose();
        Assert.Equal(0, _budget.UsedBytes);
    }

    [Fact]
    public async Task CancelledWorkLetsOthersPass()
    {
        using var cancellation = new CancellationTokenSource();
        using var first = await _budget.ReserveAsync(60, default);
        var large = _budget.ReserveAsync(90, cancellation.Token);
        var small = _budget.ReserveAsync(10, default);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        using var admitted = await small;
        Assert.Equal(70, _budget.UsedBytes);
    }

    [Fact]
    public async Task ReservationIsReleasedOnce()
    {
        var first = await _budget.ReserveAsync(60, default);
        using var second = await _budget.ReserveAsync(40, default);

        first.Dispose();
        first.Dispose();

        Assert.Equal(40, _budget.UsedBytes);
    }
}
