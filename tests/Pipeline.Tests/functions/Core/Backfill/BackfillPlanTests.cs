using Pipeline.Core.Backfill;
using Pipeline.Core.Contracts;

namespace Pipeline.Tests.Core.Backfill;

public sealed class BackfillPlanTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void FolderMarkersAndKeysThatNoRuleRoutesAreSkippedAndCounted()
    {
        var plan = new BackfillPlan()
            .Add("photos/a.JPG", 10, new("photos/", [".jpg"])).Add("photos/", 0, new("photos/", [".jpg"]))
            .Add("photos/a.txt", 5, new("photos/", [".jpg"])).Add("other/a.jpg", 7, new("photos/", [".jpg"]));

        Assert.Equal(new(Images: 1, Bytes: 10, Skipped: 3), plan);
    }

    [Fact]
    public void DurationIsThatOfTheImagesAtTheConcurrency() =>
        Assert.Equal(TimeSpan.FromHours(1), new BackfillPlan(Images: 36_000).GetDuration(2, 20));

    [Fact]
    public void TimeLeftFollowsFromTheRate()
    {
        var earlier = new BackfillProgress(100, 90, 10, 0, 0, Start);
        var now = new BackfillProgress(120, 60, 10, 45, 5, Start.AddSeconds(25));

        Assert.Equal(2, now.GetRate(earlier));
        Assert.Equal(TimeSpan.FromSeconds(35), now.GetTimeLeft(2));
        Assert.Equal(TimeSpan.FromSeconds(475), now.GetTimeLeft(2, planned: 1_000));
        Assert.Null(now.GetTimeLeft(now.GetRate(now)));
    }

    [Fact]
    public void InputNamesEitherAPrefixOrAManifest()
    {
        Assert.Equal("""{"refresh":"none","announcements":"summary","prefix":"photos/"}""", new BackfillInput("photos/").ToJson());
        Assert.Equal(
            """{"refresh":"photo","announcements":"each","manifest":"manifests/a.jsonl","maxConcurrency":5}""",
            new BackfillInput("photos/", "manifests/a.jsonl", BackfillRefresh.Photo, BackfillAnnouncements.Each, 5).ToJson());
    }

    [Fact]
    public void LineOfAManifestHasTheNamesOfALists() =>
        Assert.Equal("""{"Key":"a b.jpg","ETag":"b1946ac92492d2347c6235b4d2611184","Size":12}""", new ManifestLine("a b.jpg", "b1946ac92492d2347c6235b4d2611184", 12).ToJson());
}
