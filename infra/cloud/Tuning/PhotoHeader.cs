using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Metadata;

namespace Pipeline.Cloud.Tuning;

/// <summary>
/// Reads from a photo's header what Validate would find, without an image library, which this project does without. Photos of cameras and phones are
/// enough to measure with: JPEG, PNG, HEIC and AVIF.
/// </summary>
internal static class PhotoHeader
{
    private const int PngHeaderLength = 33;

    /// <returns>The header's facts; null if it is not a photo of these formats.</returns>
    public static ImageInfo? Read(ImageSource source)
    {
        if (FormatSniffer.Sniff(source.Header) is not { } format
            || (format switch
            {
                ImageFormat.Jpeg => ReadJpeg(source),
                ImageFormat.Png => ReadPng(source),
                ImageFormat.Heic or ImageFormat.Avif => ReadHeif(source),
                _ => null,
            }) is not { Width: > 0, Height: > 0 } size)
        {
            return null;
        }

        return new(format, size.Width, size.Height, HasAlpha: size.HasAlpha, Orientation: EmbeddedMetadata.Read(source, format).Orientation);
    }

    private static Size? ReadJpeg(ImageSource source) => JpegHeader.Read(source) is { } header ? new(header.Width, header.Height, HasAlpha: false) : null;

    private static Size? ReadPng(ImageSource source)
    {
        var header = source.Header;
        return header.Length >= PngHeaderLength && header[12..].StartsWith("IHDR"u8)
            ? new(BinaryPrimitives.ReadInt32BigEndian(header[16..]), BinaryPrimitives.ReadInt32BigEndian(header[20..]), HasAlpha: header[25] is 4 or 6)
            : null;
    }

    private static Size? ReadHeif(ImageSource source) => HeifPhoto.Read(HeifHeader.FindMeta(source)) is { } photo ? new(photo.Width, photo.Height, HasAlpha: false) : null;

    private sealed record Size(int Width, int Height, bool HasAlpha);
}
