namespace Pipeline.Core.Validation;

/// <summary>What an upload may be at most. Checked on size and header, before any pixel is decoded.</summary>
/// <param name="MaxBytes">Size of the object in bytes.</param>
/// <param name="MaxPixels">Width × height, summed over all frames.</param>
/// <param name="MaxFrames">Frames or pages.</param>
public sealed record ImageLimits(long MaxBytes = 50_000_000, long MaxPixels = 100_000_000, int MaxFrames = 256);
