namespace Pipeline.Imaging.Pictures;

/// <summary>Decoded pixels of one frame, or of an animation whose frames are stacked vertically in one buffer.</summary>
/// <param name="Pixels">All frames: <c>Frames * FrameHeight</c> rows. The picture owns and disposes it.</param>
/// <param name="Frames">Number of frames, at least 1.</param>
/// <param name="DelaysMilliseconds">How long each frame is shown, in milliseconds, one entry per frame; empty for a still picture.</param>
/// <param name="LoopCount">How often the animation plays; 0 means forever.</param>
public sealed record Picture(PixelBuffer Pixels, int Frames, IReadOnlyList<int> DelaysMilliseconds, int LoopCount) : IDisposable
{
    /// <summary>A still picture.</summary>
    public Picture(PixelBuffer pixels)
        : this(pixels, 1, [], 0)
    {
    }

    /// <summary>
    /// Distance between two pixels, in pixels of the original, along either axis, if a decoder shrank it by a whole number. The last
    /// column and row may then stand for fewer pixels or be missing. Null: the frame covers the original's from edge to edge.
    /// </summary>
    public int? Shrink { get; init; }

    /// <summary>Whether the picture was resampled, so that there is no averaging by a decoder left to compensate for.</summary>
    public bool IsResampled { get; init; }

    /// <summary>Whether pixel data were damaged or missing, and damage was tolerated. Pixels that could not be decoded have any colour.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>Whose colours the pixels have.</summary>
    public Gamut Colours { get; init; }

    /// <summary>Width of a frame in pixels.</summary>
    public int Width => Pixels.Width;

    /// <summary>Height of one frame in pixels.</summary>
    public int FrameHeight => Pixels.Height / Frames;

    public void Dispose() => Pixels.Dispose();
}
