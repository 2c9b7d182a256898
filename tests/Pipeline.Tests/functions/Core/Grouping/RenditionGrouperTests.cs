using Pipeline.Core.Grouping;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Tests.Core.Grouping;

public sealed class RenditionGrouperTests
{
    private const long Megabyte = 1024 * 1024;

    private static readonly GroupLimits Lambda = new(TimeSpan.FromSeconds(115), 1_769 * Megabyte);

    private static readonly GroupSource Photo = new(new(ImageFormat.Jpeg, 4032, 3024), 4_400_000, new(IsInPasses: false, 1.5, 1));

    private static readonly GroupSource LargePhoto = new(new(ImageFormat.Jpeg, 12_000, 9_000), 40_000_000, new(IsInPasses: false, 1.5, 1));

    private static readonly GroupSource LargeProgressivePhoto = LargePhoto with { Layout = new ScanLayout(IsInPasses: true, 3, 1) };

    private static readonly RenditionSet Efforts = new([.. Enumerable.Range(1, 40).Select(i => new Rendition($"r{i}", 40 * i, Format: RenditionFormat.Avif, Effort: 4))]);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void EachFileHasItsOwnGroupByDefault(int renditions)
    {
        var plans = Plan(Photo, new([.. Enumerable.Range(1, renditions).Select(i => new Rendition($"r{i}", 40 * i))]));

        var groups = new RenditionGrouper(ResizeGrouping.Each, Lambda).Group(Photo, plans);

        Assert.Equal(plans, groups.Select(group => Assert.Single(group.Plans)));
        Assert.Equal(plans.Select(plan => plan.Rendition.Name), groups.Select(group => group.Name));
    }

    [Fact]
    public void DefaultSetOfAPhotoIsOneGroup()
    {
        var groups = Group(Photo, RenditionSet.Default);

        Assert.Equal("thumb, small, medium, large, large-jpeg", Assert.Single(groups).Name);
    }

    [Fact]
    public void FortySmallRenditionsOfAPhotoAreOneGroup() =>
        Assert.Equal(40, Assert.Single(Group(Photo, new([.. Enumerable.Range(1, 40).Select(i => new Rendition($"r{i}", 20 * i))]))).Plans.Count);

    [Fact]
    public void FortySlowRenditionsAreSeveralGroupsInTheSetsOrder()
    {
        var groups = Group(Photo, Efforts);

        Assert.InRange(groups.Count, 5, 30);
        Assert.Equal(Plan(Photo, Efforts), groups.SelectMany(group => group.Plans));
        Assert.All(groups.Where(group => group.Plans.Count > 1), group => Assert.True(RenditionGrouper.EstimateWork(Photo, group.Plans) <= Lambda.WorkBudget));
        // No two neighbours would fit into one group.
        Assert.All(groups.Zip(groups.Skip(1)), pair =>
            Assert.True(RenditionGrouper.EstimateWork(Photo, [.. pair.First.Plans, pair.Second.Plans[0]]) > Lambda.WorkBudget));
    }

    [Fact]
    public void RenditionThatTakesLongerThanAGroupMayIsAlone()
    {
        var set = new RenditionSet([new("small", 320), new("huge", 4032, Format: RenditionFormat.Avif, Effort: 9), new("medium", 800)]);

        Assert.Equal(["small", "huge", "medium"], Group(Photo, set).Select(group => group.Name));
    }

    [Theory]
    [InlineData(115, 1_769, 1)]
    [InlineData(2, 1_769, 3)]
    [InlineData(12, 1_769, 1)]
    [InlineData(8, 442, 3)]
    [InlineData(1, 1_769, 5)]
    public void GroupsGetSmallerWithTheTimeLimitAndTheProcessorShare(int seconds, int megabytes, int groups) => Assert.Equal(
        groups, new RenditionGrouper(ResizeGrouping.Auto, new(TimeSpan.FromSeconds(seconds), megabytes * Megabyte)).Group(Photo, Plan(Photo, RenditionSet.Default)).Count);

    [Fact]
    public void LargePhotoOfManyMegapixelsHasOneGroupForSmallRenditions()
    {
        var group = Assert.Single(Group(LargePhoto, RenditionSet.Default));

        Assert.True(RenditionGrouper.EstimateMemory(LargePhoto, group.Plans) < Lambda.MaxMemory);
    }

    [Fact]
    public void GroupNeverNeedsMoreMemoryThanTheFunctionHas()
    {
        // Each fits by itself. Together, the decode of the whole and the coefficients of the file are held at the same time.
        var set = new RenditionSet([new("small", 320), new("whole", 12_000, Format: RenditionFormat.Jpeg), new("medium", 800)]);
        var plans = Plan(LargeProgressivePhoto, set);
        var limits = Lambda with { MaxMemory = 2_400 * Megabyte };

        var groups = new RenditionGrouper(ResizeGrouping.Auto, limits).Group(LargeProgressivePhoto, plans);

        Assert.True(RenditionGrouper.EstimateMemory(LargeProgressivePhoto, plans) > limits.MaxMemory);
        Assert.Equal(["small", "whole", "medium"], groups.Select(group => group.Name));
    }

    [Fact]
    public void RenditionsThatShareAFileAreOnePlanOfTheirGroup()
    {
        var small = Photo with { Info = new(ImageFormat.Jpeg, 400, 300) };

        var group = Assert.Single(Group(small, RenditionSet.Default));

        Assert.Equal(["thumb", "small", "medium", "large-jpeg"], group.Plans.Select(plan => plan.Rendition.Name));
        Assert.Equal(new RenditionAlias("large", 3), Assert.Single(group.Plans[2].Aliases!));
    }

    [Theory]
    [InlineData(ImageFormat.Avif)]
    [InlineData(ImageFormat.Heic)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Gif)]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Bmp)]
    public void EveryFormatIsMoreWorkThanAJpeg(ImageFormat format)
    {
        var other = Photo with { Info = Photo.Info with { Format = format } };

        Assert.True(WorkEstimate.OfDecode(other) > WorkEstimate.OfDecode(Photo));
    }

    [Fact]
    public void EveryFrameOfAnAnimationIsWork()
    {
        GroupSource Animation(int frames) => new(new(ImageFormat.Gif, 800, 600, frames, Animated: true), 1_000_000);
        TimeSpan Work(int frames) => RenditionGrouper.EstimateWork(Animation(frames), Plan(Animation(frames), new([new("a", 400)])));

        Assert.InRange((Work(200) - Work(100)) / (Work(100) - Work(50)), 1.9, 2.1);
        Assert.Equal(5, Group(Animation(256), RenditionSet.Default with { Renditions = [.. Enumerable.Range(1, 5).Select(i => new Rendition($"r{i}", 790 + i))] }).Count);
    }

    private static IReadOnlyList<RenditionPlan> Plan(GroupSource source, RenditionSet set) => RenditionPlanner.Plan(source.Info, set, "p/");

    private static IReadOnlyList<RenditionGroup> Group(GroupSource source, RenditionSet set) =>
        new RenditionGrouper(ResizeGrouping.Auto, Lambda).Group(source, Plan(source, set));
}
