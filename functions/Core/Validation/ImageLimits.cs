namespace Pipeline.Core.Validation;

/// <summary>Limits for uploads, checked on size and header before any pixel is decoded.</summary>
/// <param name="MaxBytes">Maximum size of the object, in bytes. Photos of 108 and 200 megapixels have 20 to 60 MB.</param>
/// <param name="MaxPixels">Maximum of width × height, summed over the frames of an animation, for every format; null for the limit of each format (<see cref="FormatLimits"/>).</param>
/// <param name="MaxFrames">Maximum number of frames of an animation. Pages of a TIFF do not count, because only the first is read.</param>
/// <param name="OverLimit">What becomes of an animation with too many frames or pixels.</param>
/// <param name="Damage">What becomes of an image whose pixel data are damaged or cut off.</param>
/// <param name="MaxMemory">Maximum memory in bytes that making one rendition may need (<see cref="Pipeline.Imaging.Memory.MemoryEstimate"/>); null for no maximum.</param>
public sealed record ImageLimits(
    long MaxBytes = 64_000_000, long? MaxPixels = null, int MaxFrames = 256, OverLimit OverLimit = OverLimit.Reject,
    Damage Damage = Damage.Reject,
    long? MaxMemory = null);

/// <summary>What becomes of an animation with more frames or pixels than allowed.</summary>
public enum OverLimit
{
    /// <summary>It is rejected.</summary>
    Reject,

    /// <summary>Its renditions are still pictures of its first frame, if that frame alone is within the limits.</summary>
    FirstFrame,
}

/// <summary>What becomes of an image whose pixel data are damaged or cut off. A damaged header is always rejected.</summary>
public enum Damage
{
    /// <summary>It is rejected.</summary>
    Reject,

    /// <summary>It is decoded as far as possible, and its record says that it is damaged.</summary>
    Tolerate,
}
