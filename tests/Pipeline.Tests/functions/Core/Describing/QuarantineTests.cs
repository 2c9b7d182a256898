using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Core.Outcomes;
using Pipeline.Core.Persisting;
using Pipeline.Core.Reconciliation;
using Pipeline.Testing.Events;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Core.Describing;

/// <summary>Images that no reader may see until a person has.</summary>
public sealed class QuarantineTests : IAsyncDisposable
{
    private const string Violence = """[{"category":"violence","confidence":0.93},{"category":"weapons","confidence":0.2}]""";

    private static readonly byte[] Photo = SyntheticImages.Png(60, 40);
    private static readonly byte[] OtherPhoto = SyntheticImages.Png(60, 41);

    private readonly DescribedImages _images = new();

    public ValueTask DisposeAsync() => _images.DisposeAsync();

    [Fact]
    public async Task ObjectionableImageIsKeptButNotShown()
    {
        _images.Model.Answers[0] = ScriptedModel.Answer("A fight.", Violence);

        var response = await _images.UploadAsync(Photo);

        Assert.Equal((PersistOutcome.Quarantined, ImageStatus.Quarantined), (response.Outcome, response.Record.Status));
        Assert.Equal((null, null), (response.Record.Current, response.Record.Description));
        Assert.Equal(
            (ReasonCodes.Moderated, "uploads/photos/a.png is in quarantine because of violence (93 %); it is published below 50 %. Look at it and release it (images release), or delete it."),
            (response.Record.Reason!.Code, response.Record.Reason.Message));
        Assert.Equal(2, (await _images.ListRenditionsAsync()).Count);
        Assert.Equal("quarantined", RecordedOutcome.From(response.Record).Outcome);
    }

    [Theory]
    [InlineData(0.95, ImageStatus.Ready)]
    [InlineData(0.93, ImageStatus.Quarantined)]
    public async Task ConfidenceBelowTheSettingIsOnlyRecorded(double minConfidence, ImageStatus status)
    {
        _images.Moderation = new(ModerationAction.Quarantine, minConfidence);
        _images.Model.Answers[0] = ScriptedModel.Answer("A fight.", Violence);

        Assert.Equal(status, (await _images.UploadAsync(Photo)).Record.Status);
    }

    [Fact]
    public async Task RecordingPublishesEverything()
    {
        _images.Moderation = new(ModerationAction.Record);
        _images.Model.Answers[0] = ScriptedModel.Answer("A fight.", Violence);

        var record = (await _images.UploadAsync(Photo)).Record;

        Assert.Equal(ImageStatus.Ready, record.Status);
        Assert.Equal([new("violence", 0.93), new ModerationFinding("weapons", 0.2)], record.Description!.Moderation);
    }

    [Theory]
    [InlineData("budget", "the budget of 0 images a day is spent")]
    [InlineData("fault", "the call failed with Lambda.Unknown")]
    [InlineData("refusal", "the model refused")]
    public async Task ImageThatNobodyLookedAtIsNotShown(string cause, string message)
    {
        _images.Settings = _images.Settings with { DailyImages = cause == "budget" ? 0 : 10 };
        _images.DescribeFault = cause == "fault" ? "Lambda.Unknown" : null;
        _images.Model.Answers[0] = new(null, 1, 1, "the model refused");

        var record = (await _images.UploadAsync(Photo)).Record;

        Assert.Equal((ImageStatus.Quarantined, ReasonCodes.NotDescribed), (record.Status, record.Reason!.Code));
        Assert.Contains(message, record.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LastGoodVersionStaysWhileTheNextOneWaits()
    {
        var good = await _images.UploadAsync(Photo);
        _images.Model.Answers.Add(ScriptedModel.Answer("A fight.", Violence));

        var waiting = await _images.UploadAsync(OtherPhoto);

        Assert.Equal((ImageStatus.Quarantined, good.Record.Current!.Prefix, "A red square."), (waiting.Record.Status, waiting.Record.Current!.Prefix, waiting.Record.Description!.AltText));
        Assert.Equal(4, (await _images.ListRenditionsAsync()).Count);
    }

    [Fact]
    public async Task ReleasedImageIsShownAndStaysSoForOtherRenditions()
    {
        _images.Model.Answers[0] = ScriptedModel.Answer("A fight.", Violence);
        await _images.UploadAsync(Photo);

        var released = await _images.ReleaseAsync();
        _images.Set = new([new("tiny", 10)]);
        var (_, again) = await _images.BackfillAsync(BackfillRefresh.None);

        Assert.Equal((PersistOutcome.Recorded, ImageStatus.Ready, null), (released.Outcome, released.Record.Status, released.Record.Reason));
        Assert.Equal(("A fight.", true), (released.Record.Description!.AltText, released.Record.Description.Released));
        Assert.Equal(2, released.Record.Current!.Renditions.Count);
        Assert.Equal((PersistOutcome.Recorded, true), (again!.Outcome, again.Record.Description!.Released));
    }

    [Fact]
    public async Task ImageThatNobodyDescribedCanBeReleasedToo()
    {
        _images.DescribeFault = "Lambda.Unknown";
        await _images.UploadAsync(Photo);

        var released = (await _images.ReleaseAsync()).Record;

        Assert.Equal((ImageStatus.Ready, null, true), (released.Status, released.Description!.AltText, released.Description.Released));
    }

    [Fact]
    public async Task RepeatedReleaseOfAnExecutionSucceedsAndAnyOtherIsRefused()
    {
        _images.Model.Answers[0] = ScriptedModel.Answer("A fight.", Violence);
        await _images.UploadAsync(Photo);
        await _images.ReleaseAsync(execution: "release");

        Assert.Equal(PersistOutcome.Recorded, (await _images.ReleaseAsync(execution: "release")).Outcome);
        var exception = await Assert.ThrowsAsync<NotInQuarantineException>(() => _images.ReleaseAsync());
        Assert.Equal("uploads/photos/a.png is not in quarantine: its status is ready.", exception.Message);
    }

    [Fact]
    public async Task ReleaseOfAnotherUploadThanThePersonSawIsRefused()
    {
        _images.Model.Answers[0] = ScriptedModel.Answer("A fight.", Violence);
        var seen = (await _images.UploadAsync(Photo)).Record.ETag;
        await _images.UploadAsync(OtherPhoto);

        await Assert.ThrowsAsync<NotInQuarantineException>(() => _images.ReleaseAsync(seen));
        Assert.Equal(ImageStatus.Quarantined, (await _images.GetEntryAsync()).Record.Status);
    }

    [Fact]
    public async Task ReplacedVersionInQuarantineIsRemoved()
    {
        _images.Model.Answers[0] = ScriptedModel.Answer("A fight.", Violence);
        _images.Model.Answers.Add(ScriptedModel.Answer("A square."));
        await _images.UploadAsync(Photo);

        var record = (await _images.UploadAsync(OtherPhoto)).Record;

        Assert.Equal(record.Current!.Renditions.Select(rendition => rendition.Key).Order(StringComparer.Ordinal), await _images.ListRenditionsAsync());
        Assert.Null((await _images.GetEntryAsync()).Quarantined);
    }

    /// <summary>Nothing but a person or a deletion ends a quarantine, however long it lasts.</summary>
    [Fact]
    public async Task SweepsSpareAVersionInQuarantine()
    {
        _images.Model.Answers[0] = ScriptedModel.Answer("A fight.", Violence);
        await _images.UploadAsync(Photo);
        var entry = await _images.GetEntryAsync();

        Assert.True(entry.Uses(entry.Quarantined!.Version.Prefix));
        Assert.Null(entry.GetRemovalTime());
        var transition = new Transition(ImageEvents.Created(DescribedImages.Key, "1"), "another", _images.Time.Now.AddYears(1));
        Assert.Empty(transition.MarkOrphans(entry, transition.ReleaseClaims(entry)).Removals);
    }

    [Fact]
    public async Task DeletionRemovesAVersionInQuarantine()
    {
        _images.Model.Answers[0] = ScriptedModel.Answer("A fight.", Violence);
        await _images.UploadAsync(Photo);
        var entry = await _images.GetEntryAsync();
        var transition = new Transition(ImageEvents.Deleted(DescribedImages.Key, "ffffffff"), "deletion", _images.Time.Now);

        var deleted = transition.MarkOrphans(entry, transition.Delete(entry));

        Assert.Null(deleted.Quarantined);
        Assert.Equal([entry.Quarantined!.Version.Prefix], deleted.Removals.Select(removal => removal.Prefix));
    }

    [Fact]
    public async Task BackfillLeavesTheQuarantineAloneUnlessItRefreshes()
    {
        _images.DescribeFault = "Lambda.Unknown";
        await _images.UploadAsync(Photo);
        _images.DescribeFault = null;

        var (plain, _) = await _images.BackfillAsync(BackfillRefresh.None);
        var (_, refreshed) = await _images.BackfillAsync(BackfillRefresh.Description);

        Assert.Equal(ValidationOutcome.Unchanged, plain);
        Assert.Equal((PersistOutcome.Recorded, ImageStatus.Ready, "A red square."), (refreshed!.Outcome, refreshed.Record.Status, refreshed.Record.Description!.AltText));
        Assert.Equal(2, refreshed.Record.Current!.Renditions.Count);
        Assert.Null((await _images.GetEntryAsync()).Quarantined);
    }

    [Fact]
    public async Task RefreshThatFindsAnObjectionTakesThePublishedImageBack()
    {
        await _images.UploadAsync(Photo);
        _images.Settings = _images.Settings with { Model = "model-2" };
        _images.Model.Answers.Add(ScriptedModel.Answer("A fight.", Violence));

        var (_, refreshed) = await _images.BackfillAsync(BackfillRefresh.Description);

        Assert.Equal((PersistOutcome.Quarantined, ImageStatus.Quarantined, null, null), (refreshed!.Outcome, refreshed.Record.Status, refreshed.Record.Current, refreshed.Record.Description));
        Assert.Equal(2, (await _images.ListRenditionsAsync()).Count);
        Assert.Equal(ImageStatus.Ready, (await _images.ReleaseAsync()).Record.Status);
    }

    [Fact]
    public async Task FaultOfARefreshLeavesTheQuarantineAsItIs()
    {
        _images.Model.Answers[0] = ScriptedModel.Answer("A fight.", Violence);
        var quarantined = await _images.UploadAsync(Photo);
        var @event = ImageEvents.Created(DescribedImages.Key, sequencer: null, quarantined.Record.ETag);

        var failed = await _images.FailAsync(@event, "refresh");

        Assert.Equal((PersistOutcome.Unchanged, ImageStatus.Quarantined), (failed.Outcome, failed.Record.Status));
        Assert.NotNull((await _images.GetEntryAsync()).Quarantined);
    }

    [Fact]
    public async Task CaptionOfAnImageInQuarantineShowsWhenItIsReleased()
    {
        _images.Model.Answers[0] = ScriptedModel.Answer("A fight.", Violence);
        await _images.UploadAsync(Photo);

        var captioned = await _images.CaptionAsync("Boxing, final round", "en");
        var released = await _images.ReleaseAsync();

        Assert.Equal((PersistOutcome.Refreshed, null), (captioned.Outcome, captioned.Record.Description));
        Assert.Equal(("Boxing, final round", true), (released.Record.Description!.AltText, released.Record.Description.ByPerson));
    }
}
