namespace Pipeline.Core.Imaging;

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
