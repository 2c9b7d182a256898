using Pipeline.Core.Catalogue;
using Pipeline.Imaging.Formats;
using static Pipeline.Lake.Tables.ColumnType;

namespace Pipeline.Lake.Tables;

/// <summary>A rendition, with what it was made from.</summary>
/// <param name="Image">The image.</param>
/// <param name="Rendition">The rendition.</param>
public sealed record RenditionRow(ImageRow Image, RenditionRecord Rendition)
{
    /// <summary>The renditions that a record points to.</summary>
    public static IEnumerable<RenditionRow> ListOf(ImageRow image) =>
        (image.Record.Current?.Renditions ?? []).Select(rendition => new RenditionRow(image, rendition));
}

/// <summary>The table <c>renditions</c>: every rendition that a record points to.</summary>
internal static class RenditionColumns
{
    public static LakeTable<RenditionRow> Table { get; } = new("renditions", "a rendition that an image's record points to, as of the export",
    [
        (new("image_id", Text, "bucket/key of the original"), row => row.Image.Record.ImageId),
        (new("name", Text, "name in the rendition set"), row => row.Rendition.Name),
        (new("key", Text, "key in the renditions bucket; renditions that come out the same share it"), row => row.Rendition.Key),
        (new("format", Text, "format of the file: jpeg, png, webp or avif"), row => LakeTables.Lower<ImageFormat>(row.Rendition.Format)),
        (new("content_type", Text, "its media type"), row => row.Rendition.ContentType),
        (new("width", Number, "width in pixels"), row => (long?)row.Rendition.Width),
        (new("height", Number, "height of one frame in pixels"), row => (long?)row.Rendition.Height),
        (new("frames", Number, "frames"), row => (long?)row.Rendition.Frames),
        (new("bytes", Number, "size in bytes"), row => (long?)row.Rendition.Bytes),
        (new("rendition_set", Text, "hash of the rendition set"), row => row.Image.Record.Current?.RenditionSet),
        (new("original_format", Text, "format of the original"), row => LakeTables.Lower<ImageFormat>(row.Image.Record.Current?.Format)),
        (new("original_bytes", Number, "size of the original in bytes"), row => row.Image.Record.Current?.Bytes),
        (new("export_id", Text, "export that wrote the row"), row => row.Image.Export),
    ]);
}
