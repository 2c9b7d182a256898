namespace Pipeline.Imaging.Formats;

/// <summary>A raster format that the pipeline detects by content. Each codec declares which of them it reads.</summary>
public enum ImageFormat
{
    Jpeg,
    Png,
    WebP,
    Gif,
    Avif,
    Heic,
    Tiff,
    Bmp,
}

public static class ImageFormats
{
    /// <summary>The format's name as people write it: <c>JPEG</c>, <c>WebP</c>.</summary>
    public static string DisplayName(this ImageFormat format) =>
        format == ImageFormat.WebP ? "WebP" : format.ToString().ToUpperInvariant();
}
