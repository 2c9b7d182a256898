namespace Pipeline.Imaging.Animations;

/// <summary>Where a frame is drawn. It may reach beyond the canvas, which clips it.</summary>
/// <param name="Left">Column of the canvas, in pixels.</param>
/// <param name="Top">Row of the canvas, in pixels.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
public readonly record struct FrameArea(int Left, int Top, int Width, int Height)
{
    /// <summary>Column behind the last, in pixels.</summary>
    public int Right => Left + Width;

    /// <summary>Row below the last, in pixels.</summary>
    public int Bottom => Top + Height;

    /// <summary>Whether this area covers every pixel of another one.</summary>
    public bool Covers(FrameArea other) =>
        other.Width == 0 || other.Height == 0
        || (Left <= other.Left && Top <= other.Top && Right >= other.Right && Bottom >= other.Bottom);

    /// <summary>The part of this area that is on a canvas; empty if none is.</summary>
    public FrameArea ClipTo(int width, int height)
    {
        var (left, top) = (Math.Clamp(Left, 0, width), Math.Clamp(Top, 0, height));
        return new(left, top, Math.Clamp(Right, left, width) - left, Math.Clamp(Bottom, top, height) - top);
    }
}

/// <summary>What happens to a frame before the next one is drawn.</summary>
public enum FrameDisposal
{
    /// <summary>The frame stays.</summary>
    Keep,

    /// <summary>The frame's area becomes transparent.</summary>
    Clear,

    /// <summary>The canvas becomes what it was before the frame.</summary>
    Restore,
}
