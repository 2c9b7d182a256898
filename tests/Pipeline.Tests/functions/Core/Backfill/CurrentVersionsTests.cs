using System.Text.Json;
using Pipeline.Core.Backfill;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Core.Backfill;

public sealed class CurrentVersionsTests
{
    private static readonly RenditionSet Avatars = new([new("small", 20)]);

    private static readonly RenditionSets Sets = new(RenditionSet.Default, new PrefixedRenditionSet("avatars/", Avatars));

    private static readonly CurrentVersions Versions = CurrentVersions.Parse(CurrentVersions.Of(Sets, "1-city").ToJson());

    [Theory]
    [InlineData("photos/a.jpg", "photos/", false)]
    [InlineData("photos/a.jpg", "avatars/", true)]
    [InlineData("avatars/a.jpg", "avatars/", false)]
    [InlineData("avatars/a.jpg", "photos/", true)]
    public void RecordIsOutdatedIfItsRenditionsAreOfAnotherSetThanThatOfItsKey(string key, string madeForKey, bool isOutdated) =>
        Assert.Equal(isOutdated, Versions.IsOutdated(Create(key, Sets.Find(madeForKey).Hash)));

    [Theory]
    [InlineData("1-city", false)]
    [InlineData("1", true)]
    [InlineData(null, true)]
    public void PhotoIsReadAgainIfItsSchemaIsAnother(string? schema, bool isOther) =>
        Assert.Equal(isOther, Versions.HasOtherPhotoSchema(Create("a.jpg", "0", schema)));

    [Theory]
    [InlineData(ImageStatus.Rejected)]
    [InlineData(ImageStatus.Failed)]
    [InlineData(ImageStatus.Deleted)]
    [InlineData(ImageStatus.Processing)]
    public void OnlyImagesWhoseNewestUploadIsShownAreOutdated(ImageStatus status)
    {
        var record = Create("a.jpg", "0") with { Status = status };

        Assert.False(Versions.IsOutdated(record));
        Assert.False(Versions.HasOtherPhotoSchema(record));
    }

    [Theory]
    [InlineData(ImageStatus.Ready, "11223344", true, false)]
    [InlineData(ImageStatus.Ready, "55667788", true, true)]
    [InlineData(ImageStatus.Ready, "11223344", false, true)]
    [InlineData(ImageStatus.Ready, null, true, true)]
    [InlineData(ImageStatus.Quarantined, "11223344", true, true)]
    [InlineData(ImageStatus.Rejected, null, true, false)]
    [InlineData(ImageStatus.Deleted, null, true, false)]
    public void ImageIsDescribedAgainIfNoModelWasAskedAboutItsContentInThisWay(ImageStatus status, string? schema, bool isSameContent, bool isOther)
    {
        var versions = CurrentVersions.Parse(CurrentVersions.Of(Sets, "1-city", "11223344").ToJson());
        var record = Create("a.jpg", "0") with { Status = status };
        var description = schema is null
            ? new ImageDescription(record.Current!.Sha256, "A text", "en", [], [], record.UpdatedAt, ByPerson: true)
            : new(isSameContent ? record.Current!.Sha256 : new string('0', 64), "A text", "en", [], [], record.UpdatedAt, "a-model", schema);

        Assert.Equal(isOther, versions.HasOtherDescriptionSchema(record with { Description = description }));
    }

    [Fact]
    public void NothingIsDescribedAgainWhereNoModelDescribesImages()
    {
        Assert.Null(Versions.DescriptionSchema);
        Assert.DoesNotContain("descriptionSchema", Versions.ToJson(), StringComparison.Ordinal);
        Assert.False(Versions.HasOtherDescriptionSchema(Create("a.jpg", "0")));
    }

    private static ImageRecord Create(string key, string renditionSet, string? photoSchema = null)
    {
        var entry = JsonSerializer.Deserialize(
            File.ReadAllText(Repository.PathOf("statemachine", "samples", "contracts", "catalogue.entry-photo.json")), PipelineJson.Default.CatalogueEntry)!;
        return entry.Record with
        {
            Key = key, Status = ImageStatus.Ready, Current = entry.Record.Current! with { RenditionSet = renditionSet, PhotoSchema = photoSchema },
        };
    }
}
