using Pipeline.Core.Catalogue;
using Pipeline.Imaging.Formats;
using static Pipeline.Lake.Tables.ColumnType;

namespace Pipeline.Lake.Tables;

/// <summary>A record, as an export found it.</summary>
/// <param name="Record">The record.</param>
/// <param name="Export">Name of the export.</param>
public sealed record ImageRow(ImageRecord Record, string Export);

/// <summary>The table <c>images</c>: every record of the catalogue.</summary>
internal static class ImageColumns
{
    public static LakeTable<ImageRow> Table { get; } = new("images", "an image in the catalogue, as of the export",
    [
        (new("image_id", Text, "bucket/key"), row => row.Record.ImageId),
        (new("bucket", Text, "bucket of the original"), row => row.Record.Bucket),
        (new("key", Text, "key of the original"), row => row.Record.Key),
        (new("status", Text, "outcome of the newest event: processing, ready, rejected, failed, quarantined or deleted"), row => LakeTables.Lower<ImageStatus>(row.Record.Status)),
        (new("reason_code", Text, "why the newest upload was rejected, failed or is in quarantine: a code, or the name of the fault"), row => row.Record.Reason?.Code),
        (new("reason", Text, "the same in words"), row => row.Record.Reason?.Message),
        (new("created_at", Time, "when the image was first seen"), row => LakeTables.Utc(row.Record.CreatedAt)),
        (new("updated_at", Time, "when the record last changed"), row => LakeTables.Utc(row.Record.UpdatedAt)),
        (new("execution", Text, "execution that wrote the record"), row => row.Record.Execution),
        (new("sha256", Text, "SHA-256 of the original that is shown, in hexadecimal digits"), row => row.Record.Current?.Sha256),
        (new("rendition_set", Text, "hash of the rendition set that was made"), row => row.Record.Current?.RenditionSet),
        (new("format", Text, "format of the original: jpeg, png, webp, gif, avif, heic, tiff or bmp"), row => LakeTables.Lower<ImageFormat>(row.Record.Current?.Format)),
        (new("width", Number, "upright width of the original in pixels"), row => (long?)row.Record.Current?.Width),
        (new("height", Number, "upright height of the original in pixels"), row => (long?)row.Record.Current?.Height),
        (new("frames", Number, "frames or pages of the original"), row => (long?)row.Record.Current?.Frames),
        (new("bytes", Number, "size of the original in bytes"), row => row.Record.Current?.Bytes),
        (new("damaged", Flag, "whether its pixel data are damaged"), row => row.Record.Current?.Damaged),
        (new("renditions", Number, "number of renditions"), row => (long?)row.Record.Current?.Renditions.Count),
        (new("rendition_bytes", Number, "size of all rendition files in bytes; a file that two renditions share counts once"), row => SumBytes(row.Record.Current)),
        (new("taken_at", Text, "when the photo was taken, as it says: ISO 8601, sometimes without a zone or a time"), row => row.Record.Current?.Photo?.TakenAt),
        (new("camera_make", Text, "maker of the camera"), row => row.Record.Current?.Photo?.Make),
        (new("camera_model", Text, "model of the camera"), row => row.Record.Current?.Photo?.Model),
        (new("title", Text, "title in the photo"), row => row.Record.Current?.Photo?.Title),
        (new("caption", Text, "caption in the photo"), row => row.Record.Current?.Photo?.Description),
        (new("creator", Text, "photographer"), row => row.Record.Current?.Photo?.Creator),
        (new("copyright", Text, "copyright notice"), row => row.Record.Current?.Photo?.Copyright),
        (new("rating", Real, "1 to 5 stars, 0 for unrated, -1 for rejected"), row => row.Record.Current?.Photo?.Rating),
        (new("latitude", Real, "degrees north, if the settings keep the location"), row => row.Record.Current?.Photo?.Location?.Latitude),
        (new("longitude", Real, "degrees east, if the settings keep the location"), row => row.Record.Current?.Photo?.Location?.Longitude),
        (new("export_id", Text, "export that wrote the row"), row => row.Export),
        (new("alt_text", Text, "alternative text in the catalogue, by a person or a model"), row => row.Record.Description?.AltText),
        (new("language", Text, "language of alt_text, a BCP 47 tag"), row => row.Record.Description?.Language),
        (new("labels", Text, "what a model saw, as words with commas between them, the most prominent first"), row => JoinLabels(row.Record.Description)),
        (new("moderation_category", Text, "what may be objectionable, of all that a model found the one that it is most sure of"), row => FindWorst(row.Record.Description)?.Category),
        (new("moderation_confidence", Real, "how sure the model is of moderation_category, from 0 to 1"), row => FindWorst(row.Record.Description)?.Confidence),
        (new("described_by", Text, "who gave alt_text: person, or the id of a model"), row => FindAuthor(row.Record.Description)),
    ]);

    private static long? SumBytes(ImageVersion? version) => version?.Renditions.DistinctBy(rendition => rendition.Key).Sum(rendition => rendition.Bytes);

    private static string? JoinLabels(ImageDescription? description) => description is { Labels.Count: > 0 } ? string.Join(", ", description.Labels) : null;

    private static ModerationFinding? FindWorst(ImageDescription? description) => description?.Moderation.MaxBy(finding => finding.Confidence);

    private static string? FindAuthor(ImageDescription? description) => description switch
    {
        { ByPerson: true } => "person",
        { AltText: not null } => description.Model,
        _ => null,
    };
}
