namespace Pipeline.Imaging.Pictures;

/// <summary>Decoded pixels of one frame, or of an animation whose frames lie below each other in one buffer.</summary>
/// <param name="Pixels">All frames: <c>Frames * FrameHeight</c> rows. Owned: disposed with the picture.</param>
/// <param name="Frames">Number of frames, at least 1.</param>
/// <param name="DelaysMilliseconds">How long each frame shows, one entry a frame; empty for a still picture.</param>
/// <param name="LoopCount">How often the animation plays; 0: for ever.</param>
public sealed record Picture(PixelBuffer Pixels, int Frames, IReadOnlyList<int> DelaysMilliseconds, int LoopCount) : IDisposable
{
    /// <summary>A still picture.</summary>
    public Picture(PixelBuffer pixels)
        : this(pixels, 1, [], 0)
    {
    }

    /// <summary>
    /// Pixels of the original from one pixel to the next, along either axis, where a decoder shrank it by a whole number: then the
    /// last column and row may stand for less, or be missing. Null: the frame is the whole of the original's, edge to edge.
    /// </summary>
    public int? Shrink { get; init; }

    /// <summary>Whether it has been resampled, so that no averaging by a decoder is left to be made up for.</summary>
    public bool IsResampled { get; init; }

    /// <summary>Width of a frame in pixels.</summary>
    public int Width => Pixels.Width;

    /// <summary>Height of one frame in pixels.</summary>
    public int FrameHeight => Pixels.Height / Frames;

    public void Dispose() => Pixels.Dispose();
}
