using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Core.Describing;

/// <summary>What a model says of images, and what a person says.</summary>
public sealed class DescribedImagesTests : IAsyncDisposable
{
    private static readonly byte[] Photo = SyntheticImages.Png(1600, 1000);
    private static readonly byte[] OtherPhoto = SyntheticImages.Png(60, 41);

    private readonly DescribedImages _images = new();

    public ValueTask DisposeAsync() => _images.DisposeAsync();

    [Fact]
    public async Task ModelSeesASmallJpegThatIsGoneAfterwards()
    {
        var response = await _images.UploadAsync(Photo);

        using var seen = new ImageSource(Assert.Single(_images.Model.Seen));
        var info = PipelineUnderTest.Codec.Inspect(seen, ImageFormat.Jpeg);
        Assert.Equal((800, 500), (info.Width, info.Height));
        Assert.Equal(["small", "medium"], response.Record.Current!.Renditions.Select(rendition => rendition.Name));
        Assert.Equal(response.Record.Current.Renditions.Select(rendition => rendition.Key).Order(StringComparer.Ordinal), await _images.ListRenditionsAsync());
    }

    [Fact]
    public async Task DescriptionIsRecordedWithWhatItCost()
    {
        var description = (await _images.UploadAsync(Photo)).Record.Description!;

        Assert.Equal(("A red square.", "en", "model-1", false), (description.AltText, description.Language, description.Model, description.ByPerson));
        Assert.Equal(["square", "red"], description.Labels);
        Assert.Empty(description.Moderation);
        Assert.Equal(new ModelUsage(1_000, 100, 0.0015m), _images.Described!.Usage);
    }

    [Fact]
    public async Task OtherRenditionsOfAContentThatTheModelSawAskItNothing()
    {
        await _images.UploadAsync(Photo);
        _images.Set = new([new("tiny", 10)]);

        var (_, persisted) = await _images.BackfillAsync(BackfillRefresh.None);

        Assert.Equal(PersistOutcome.Recorded, persisted!.Outcome);
        Assert.Equal(["tiny"], persisted.Record.Current!.Renditions.Select(rendition => rendition.Name));
        Assert.Equal("A red square.", persisted.Record.Description!.AltText);
        Assert.Single(_images.Model.Seen);
    }

    [Fact]
    public async Task OtherContentIsDescribedFromTheBeginning()
    {
        await _images.UploadAsync(Photo);
        _images.Model.Answers.Add(ScriptedModel.Answer("A blue circle."));

        Assert.Equal("A blue circle.", (await _images.UploadAsync(OtherPhoto)).Record.Description!.AltText);
    }

    [Fact]
    public async Task DescriptionOfAnotherContentDoesNotOutliveIt()
    {
        await _images.UploadAsync(Photo);
        (_images.Moderation, _images.DescribeFault) = (null, "Lambda.Unknown");

        var record = (await _images.UploadAsync(OtherPhoto)).Record;

        Assert.Equal(ImageStatus.Ready, record.Status);
        Assert.Null(record.Description);
    }

    [Fact]
    public async Task PersonsTextOutlivesAnotherContentAndAnotherModel()
    {
        await _images.UploadAsync(Photo);
        Assert.Equal(PersistOutcome.Recorded, (await _images.CaptionAsync("Our logo", "en-GB")).Outcome);
        _images.Model.Answers.Add(ScriptedModel.Answer("A blue circle.", """[{"category":"other","confidence":0.1}]"""));

        var uploaded = (await _images.UploadAsync(OtherPhoto)).Record.Description!;
        _images.Settings = _images.Settings with { Model = "model-2" };
        var (_, refreshed) = await _images.BackfillAsync(BackfillRefresh.Description);

        Assert.Equal(("Our logo", "en-GB", true, "model-1"), (uploaded.AltText, uploaded.Language, uploaded.ByPerson, uploaded.Model));
        Assert.Equal([new ModerationFinding("other", 0.1)], uploaded.Moderation);
        Assert.Equal(("Our logo", true, "model-2"), (refreshed!.Record.Description!.AltText, refreshed.Record.Description.ByPerson, refreshed.Record.Description.Model));
    }

    [Fact]
    public async Task PersonsTextIsCleanedLikeAnyOtherAndCanBeTakenBack()
    {
        await _images.UploadAsync(Photo);

        var given = (await _images.CaptionAsync("Our\nlogo\u202e <b>", "en")).Record.Description!;
        var taken = (await _images.CaptionAsync(null)).Record.Description!;

        Assert.Equal(("Our logo", true), (given.AltText, given.ByPerson));
        Assert.Equal((null, null, false), (taken.AltText, taken.Language, taken.ByPerson));
        Assert.Equal(["square", "red"], taken.Labels);
    }

    [Fact]
    public async Task RefreshAsksOnlyAboutWhatAnotherModelDescribed()
    {
        var uploaded = await _images.UploadAsync(Photo);
        var unchanged = await _images.BackfillAsync(BackfillRefresh.Description);
        _images.Settings = _images.Settings with { Model = "model-2" };
        _images.Model.Answers.Add(ScriptedModel.Answer("A crimson square."));

        var (validated, refreshed) = await _images.BackfillAsync(BackfillRefresh.Description);
        var again = await _images.BackfillAsync(BackfillRefresh.Description);

        Assert.Equal((ValidationOutcome.Unchanged, ValidationOutcome.Accepted, ValidationOutcome.Unchanged), (unchanged.Validated, validated, again.Validated));
        Assert.Equal(PersistOutcome.Refreshed, refreshed!.Outcome);
        Assert.Equal("A crimson square.", refreshed.Record.Description!.AltText);
        Assert.Equal(uploaded.Record.Current!.Renditions, refreshed.Record.Current!.Renditions);
        Assert.Equal(uploaded.Record.Current.Renditions.Count, (await _images.ListRenditionsAsync()).Count);
        Assert.Empty((await _images.GetEntryAsync()).Claims);
        Assert.Equal(2, _images.Model.Seen.Count);
    }

    [Fact]
    public async Task RefreshWithoutAnAnswerChangesNothing()
    {
        await _images.UploadAsync(Photo);
        (_images.Settings, _images.DescribeFault) = (_images.Settings with { Model = "model-2" }, "Lambda.Unknown");

        var (_, refreshed) = await _images.BackfillAsync(BackfillRefresh.Description);

        Assert.Equal((PersistOutcome.Unchanged, ImageStatus.Ready, "model-1"), (refreshed!.Outcome, refreshed.Record.Status, refreshed.Record.Description!.Model));
        Assert.Empty((await _images.GetEntryAsync()).Claims);
    }

    [Fact]
    public async Task SpentBudgetIsNotAskedForUntilTheNextDay()
    {
        (_images.Settings, _images.Moderation) = (_images.Settings with { DailyImages = 1 }, null);
        await _images.UploadAsync(Photo);

        var spent = await _images.UploadAsync(OtherPhoto);
        Assert.Equal((DescribeOutcome.Exhausted, null), (_images.Described!.Outcome, spent.Record.Description));
        Assert.Single(_images.Model.Seen);

        _images.Time.Now += TimeSpan.FromDays(1);
        var (_, refreshed) = await _images.BackfillAsync(BackfillRefresh.Description);
        Assert.Equal("A red square.", refreshed!.Record.Description!.AltText);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("""{"altText":"x","labels":[]}""")]
    [InlineData("""{"altText":" ","moderation":[]}""")]
    [InlineData("""{"altText":"x","moderation":[{"category":"boredom","confidence":1}]}""")]
    [InlineData("""{"altText":"x","moderation":[{"category":"gore","confidence":7}]}""")]
    [InlineData("""{"altText":"x","moderation":[{"category":"gore"}]}""")]
    public async Task AnswerThatDoesNotFillTheSchemaIsNone(string json)
    {
        _images.Moderation = null;
        _images.Model.Answers[0] = new(json, 10, 20);

        var record = (await _images.UploadAsync(Photo)).Record;

        Assert.Equal((DescribeOutcome.Unanswered, new ModelUsage(10, 20, 0.00011m)), (_images.Described!.Outcome, _images.Described.Usage));
        Assert.Contains("model-1", _images.Described.Message, StringComparison.Ordinal);
        Assert.Equal((ImageStatus.Ready, null), (record.Status, record.Description));
    }

    [Fact]
    public async Task DeletedImageIsNotDescribed()
    {
        await _images.UploadAsync(Photo);
        var entry = await _images.GetEntryAsync();

        var deleted = new Transition(Testing.Events.ImageEvents.Deleted(DescribedImages.Key, "ffffffff"), "execution", _images.Time.Now).Delete(entry);

        Assert.Null(deleted.Record.Description);
    }
}
