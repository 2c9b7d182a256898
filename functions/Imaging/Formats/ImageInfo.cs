using System.Text.Json.Serialization;

namespace Pipeline.Imaging.Formats;

/// <summary>What an image's header says, before any pixel is decoded.</summary>
/// <param name="Format">Format of the content.</param>
/// <param name="Width">Stored width of one frame in pixels, before orientation is applied.</param>
/// <param name="Height">Stored height of one frame in pixels, before orientation is applied.</param>
/// <param name="Frames">Number of frames or pages that the file has, at least 1, also if only the first is read.</param>
/// <param name="HasAlpha">Whether decoding gives RGBA (4 channels) rather than RGB (3).</param>
/// <param name="Orientation">EXIF orientation, 1 to 8; 1 where the file has none or a value out of range.</param>
/// <param name="Animated">Whether the frames are an animation (GIF, WebP, PNG) whose frames are all read, not pages (TIFF) or thumbnails.</param>
/// <param name="Copyright">Copyright notice of the EXIF data, or null.</param>
public sealed record ImageInfo(
    ImageFormat Format,
    int Width,
    int Height,
    int Frames = 1,
    bool HasAlpha = false,
    int Orientation = 1,
    bool Animated = false,
    string? Copyright = null)
{
    /// <summary>Whether the upright picture has width and height swapped (orientations 5 to 8).</summary>
    public bool SwapsAxes => Orientation >= 5;

    /// <summary>Width in pixels of the upright picture.</summary>
    public int UprightWidth => SwapsAxes ? Height : Width;

    /// <summary>Height in pixels of the upright picture.</summary>
    public int UprightHeight => SwapsAxes ? Width : Height;

    /// <summary>Frames that are read at most: all of an animation, otherwise the first only.</summary>
    [JsonIgnore]
    public int DecodedFrames => Animated ? Frames : 1;

    /// <summary>Pixels summed over <see cref="DecodedFrames"/>.</summary>
    public long TotalPixels => (long)Width * Height * DecodedFrames;
}
