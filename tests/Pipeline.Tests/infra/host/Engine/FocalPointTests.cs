using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Renditions;
using Pipeline.Testing.Events;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.Engine;

/// <summary>Focal points from the upload to the record.</summary>
public sealed class FocalPointTests
{
    private static readonly RenditionSet Focal = new([new("square", 40, 40, Fit.Cover, Gravity.Focal, RenditionFormat.Png)]);
    private static readonly byte[] Photo = SyntheticImages.Png(120, 40);

    [Fact]
    public async Task SameContentWithAnotherFocalPointMakesNewRenditionsAndFlipsTheRecord()
    {
        await using var pipeline = new PipelineUnderTest(Focal, renditionGrace: TimeSpan.Zero);

        var left = await pipeline.UploadAsync("a.png", Photo, "0.1,0.5");
        var leftPixels = Decode(pipeline, left.Record!);
        var same = await pipeline.UploadAsync("a.png", Photo, "0.10,0.50");
        var right = await pipeline.UploadAsync("a.png", Photo, "0.9,0.5");
        var none = await pipeline.UploadAsync("a.png", Photo);

        Assert.Equal(["succeeded", "unchanged", "succeeded", "succeeded"], new[] { left, same, right, none }.Select(outcome => outcome.Name));
        Assert.Equal(new FocalPoint(0.1, 0.5), same.Record!.Current!.FocalPoint);
        Assert.Equal(new FocalPoint(0.9, 0.5), right.Record!.Current!.FocalPoint);
        Assert.Null(none.Record!.Current!.FocalPoint);
        Assert.Equal(3, new[] { left, right, none }.Select(outcome => outcome.Record!.Current!.Prefix).Distinct().Count());
        Assert.Single(new[] { left, right, none }.Select(outcome => outcome.Record!.Current!.RenditionSet).Distinct());
        Assert.Equal(none.Record.Current.Renditions.Select(rendition => rendition.Key), await pipeline.ListRenditionsAsync("a.png/"));
        Assert.NotEqual(leftPixels, Decode(pipeline, none.Record));
    }

    [Fact]
    public async Task CropHasTheFocalPointInItsMiddle()
    {
        await using var pipeline = new PipelineUnderTest(Focal);

        var outcome = await pipeline.UploadAsync("a.png", Photo, "0.75,0.5");

        using var original = PipelineUnderTest.Codec.Decode(Photo, Pipeline.Imaging.Formats.ImageFormat.Png, Pipeline.Imaging.Codecs.DecodeOptions.FullSize);
        using var crop = pipeline.Decode(outcome.Record!.Current!.Renditions[0]);
        for (var row = 0; row < 40; row++)
        {
            Assert.True(original.Pixels.Row(row)[(70 * 3)..(110 * 3)].SequenceEqual(crop.Pixels.Row(row)), $"row {row}");
        }
    }

    [Fact]
    public async Task SetThatUsesNoFocalPointKeepsItsPrefixesAndRecords()
    {
        var set = new RenditionSet([new("inside", 40, Gravity: Gravity.Focal), new("centre", 40, 40, Fit.Cover)]);
        await using var pipeline = new PipelineUnderTest(set);

        var without = await pipeline.UploadAsync("a.png", Photo);
        var with = await pipeline.UploadAsync("a.png", Photo, "0.1,0.5");

        Assert.Equal("unchanged", with.Name);
        Assert.Equal(without.Record!.Current!.Prefix, with.Record!.Current!.Prefix);
        Assert.Equal($"a.png/{with.Record.Current.Sha256[..16]}-{RenditionSetHash.Compute(set)}/", with.Record.Current.Prefix);
        Assert.Null(with.Record.Current.FocalPoint);
    }

    [Fact]
    public async Task InvalidFocalPointIsIgnoredWithAWarning()
    {
        await using var pipeline = new PipelineUnderTest(Focal);

        var outcome = await pipeline.UploadAsync("a.png", Photo, "top left");
        var response = await ValidateAsync(pipeline, "b.png", "top left", sequencer: "FF");

        Assert.Equal("succeeded", outcome.Name);
        Assert.Null(outcome.Record!.Current!.FocalPoint);
        Assert.Equal(
            "uploads/b.png has the metadata focal-point \"top left\", which is ignored; it must be x,y, each from 0 to 1 of the upright picture, such as 0.3,0.7.",
            response.Warning);
        Assert.Equal(ValidationOutcome.Accepted, response.Outcome);
    }

    [Fact]
    public async Task BackfillFindsAFocalPointThatItsEventNeverAnnounced()
    {
        await using var pipeline = new PipelineUnderTest(Focal);
        await pipeline.UploadAsync("a.png", Photo, "0.1,0.5");

        // The upload is stored, but its event is lost.
        var same = await ValidateAsync(pipeline, "a.png", "0.1,0.5", sequencer: null);
        var other = await ValidateAsync(pipeline, "a.png", "0.9,0.5", sequencer: null);

        Assert.Equal(ValidationOutcome.Unchanged, same.Outcome);
        Assert.Equal(ValidationOutcome.Accepted, other.Outcome);
        Assert.Equal(new FocalPoint(0.9, 0.5), other.Original!.FocalPoint);
        Assert.Equal(new FocalPoint(0.9, 0.5), Assert.Single(other.Renditions!).Rendition.FocalPoint);
    }

    [Fact]
    public async Task DeletionRemovesTheRenditionsOfTheFocalPoint()
    {
        await using var pipeline = new PipelineUnderTest(Focal);
        await pipeline.UploadAsync("a.png", Photo, "0.1,0.5");

        var removed = await pipeline.DeleteAsync("a.png");

        Assert.Equal("removed", removed.Name);
        Assert.Empty(await pipeline.ListRenditionsAsync("a.png/"));
    }

    private static async Task<ValidateResponse> ValidateAsync(PipelineUnderTest pipeline, string key, string focalPoint, string? sequencer)
    {
        var store = pipeline.Pipeline.Store;
        var upload = await store.Uploads.PutAsync(
            key, new MemoryStream(Photo), new(Metadata: new Dictionary<string, string> { ["focal-point"] = focalPoint }), CancellationToken.None);
        var validator = new ImageValidator(store.Images, store.Catalogue, PipelineUnderTest.Codec, Focal, new(), TimeProvider.System);
        return await validator.ValidateAsync(
            new("execution", ImageEvents.Created(key, sequencer, upload.Object.ETag)), CancellationToken.None);
    }

    private static byte[] Decode(PipelineUnderTest pipeline, ImageRecord record)
    {
        using var picture = pipeline.Decode(record.Current!.Renditions[0]);
        return picture.Pixels.Span.ToArray();
    }
}
