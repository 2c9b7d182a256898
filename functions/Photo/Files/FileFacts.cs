using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Photo.Exif;

namespace Pipeline.Photo.Files;

/// <summary>What a file's header says about its samples. What it does not say, or has damaged, is null.</summary>
internal sealed record FileFacts
{
    public const string Grey = "grey";
    public const string Rgb = "rgb";
    public const string Palette = "palette";
    public const string Cmyk = "cmyk";
    public const string Lab = "lab";

    /// <summary>Maximum size of an ICC profile in bytes. A larger one is passed over.</summary>
    public const int MaxProfileBytes = 4 << 20;

    public string? ColourModel { get; init; }

    public int? BitDepth { get; init; }

    public bool? Alpha { get; init; }

    /// <summary>Resolution outside of EXIF, in pixels per inch.</summary>
    public double? Dpi { get; init; }

    public ReadOnlyMemory<byte> Profile { get; init; }

    public bool HasC2pa { get; init; }

    /// <param name="source">The whole file.</param>
    /// <param name="format">Format detected from the content.</param>
    /// <param name="exif">Values of the file's EXIF; of a TIFF, of its first directory.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileFacts Read(ImageSource source, ImageFormat format, ExifValues exif) => format switch
    {
        ImageFormat.Jpeg => JpegFacts.Read(source),
        ImageFormat.Png => PngFacts.Read(source),
        ImageFormat.WebP => WebPFacts.Read(source),
        ImageFormat.Avif or ImageFormat.Heic => HeifFacts.Read(source),
        ImageFormat.Tiff => TiffFacts.Read(source, exif),
        ImageFormat.Gif => GifFacts.Read(source),
        _ => BmpFacts.Read(source),
    };
}
