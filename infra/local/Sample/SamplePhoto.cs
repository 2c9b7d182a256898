using Pipeline.Core.Imaging;

namespace Pipeline.Local.Sample;

/// <summary>
/// A photo to try the pipeline with, drawn by ourselves: a 12-megapixel JPEG as a telephone held upright stores it,
/// lying on its side with EXIF orientation 6, and with the metadata that renditions must not have (place, camera, date).
/// The same pixels on every machine.
/// </summary>
public static class SamplePhoto
{
    /// <summary>Stored width in pixels; the upright picture is this high.</summary>
    public const int Width = 4032;

    /// <summary>Stored height in pixels; the upright picture is this wide.</summary>
    public const int Height = 3024;

    /// <summary>What the photo carries beside its pixels. The place is a lake in the Alps.</summary>
    public static PhotoMetadata Metadata { get; } = new(
        Make: "Image Pipeline",
        Model: "Sample Camera 12 MP",
        TakenAt: new DateTime(2026, 6, 21, 5, 24, 0, DateTimeKind.Unspecified),
        Copyright: "Image Pipeline contributors, MIT",
        Orientation: 6,
        Width,
        Height,
        Latitude: 47.5564,
        Longitude: 12.9772,
        AltitudeMetres: 603);

    /// <summary>The whole JPEG file, quality 90.</summary>
    public static byte[] Encode(IImageCodec codec)
    {
        using var picture = Draw();
        return ExifSegment.Splice(codec.Encode(picture, new EncodeOptions(ImageFormat.Jpeg, Quality: 90)), Metadata);
    }

    /// <inheritdoc cref="Encode"/>
    public static void Write(Stream stream, IImageCodec codec) => stream.Write(Encode(codec));

    /// <summary>The pixels as stored, 36 MB: dispose them.</summary>
    public static Picture Draw()
    {
        var stored = new PixelBuffer(Width, Height, channels: 3);
        Scene.Draw(stored);
        return new Picture(stored);
    }
}
