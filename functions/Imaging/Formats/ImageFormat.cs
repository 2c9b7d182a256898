namespace Pipeline.Imaging.Formats;

/// <summary>A raster format that the pipeline knows by its content. What a codec can read of them, it declares.</summary>
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
