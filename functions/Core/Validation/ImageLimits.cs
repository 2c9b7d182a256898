namespace Pipeline.Core.Validation;

/// <summary>Limits for uploads, checked on size and header before any pixel is decoded.</summary>
/// <param name="MaxBytes">Maximum size of the object, in bytes.</param>
/// <param name="MaxPixels">Maximum of width × height, summed over all frames.</param>
/// <param name="MaxFrames">Maximum number of frames or pages.</param>
public sealed record ImageLimits(long MaxBytes = 50_000_000, long MaxPixels = 100_000_000, int MaxFrames = 256);
