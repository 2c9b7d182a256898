using Pipeline.Terminal.Tuning;

namespace Pipeline.Tests.Terminal.Tuning;

public sealed class MemoryChoiceTests
{
    private static readonly MemoryRow[] Rows =
    [
        Row("a.jpg", 512, 2_000, 13.5m), Row("a.jpg", 1_024, 1_000, 13.4m), Row("a.jpg", 1_769, 580, 13.6m), Row("a.jpg", 2_048, 560, 15.1m), Row("a.jpg", 3_008, 555, 22.0m),
    ];

    [Theory]
    [InlineData(TuningGoal.Cost, 1_024)]
    // 580 ms are as good as 555 ms, and cost less.
    [InlineData(TuningGoal.Speed, 1_769)]
    [InlineData(TuningGoal.Balance, 1_769)]
    public void GoalDecides(TuningGoal goal, int expected) => Assert.Equal(expected, MemoryChoice.Find(Rows, goal)!.Memory);

    [Fact]
    public void SizeThatIsTooSmallForOnePhotoIsNotChosen()
    {
        MemoryRow[] rows = [.. Rows, .. Rows.Select(row => row with { Photo = "b.heic", Times = row.Memory < 2_048 ? null : row.Times, Problem = row.Memory < 2_048 ? "out of memory" : null })];

        var choice = MemoryChoice.Find(rows, TuningGoal.Cost)!;

        Assert.Equal(new(2_048, TimeSpan.FromMilliseconds(2 * 560), 2 * 15.1m), choice);
    }

    [Fact]
    public void NoSizeIsChosenIfNoneIsEnough() =>
        Assert.Null(MemoryChoice.Find([Rows[0] with { Times = null, Problem = "out of memory" }], TuningGoal.Balance));

    [Theory]
    [InlineData(1_024, 1_000, 13.5334)]
    [InlineData(512, 1_000, 6.8667)]
    [InlineData(1_769, 0, 0.2)]
    public void PriceGrowsWithMemoryAndTime(int memory, int milliseconds, double dollars) => Assert.Equal(
        (decimal)dollars, Math.Round(new CallPrice(13.3334m / 1_000_000, 0.2m / 1_000_000).OfMillion(memory, TimeSpan.FromMilliseconds(milliseconds)), 4));

    private static MemoryRow Row(string photo, int memory, int milliseconds, decimal dollars)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        return new(photo, memory, new(12, time, time, time), null, null, 300, dollars);
    }
}
