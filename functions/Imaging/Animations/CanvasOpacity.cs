namespace Pipeline.Imaging.Animations;

/// <summary>
/// Finds from the frames' headers whether a composited animation may show transparent pixels. Most animations whose frames have
/// transparent pixels are opaque: the pixels say that nothing changes there.
/// </summary>
/// <param name="width">Width of the canvas in pixels.</param>
/// <param name="height">Height of the canvas in pixels.</param>
public struct CanvasOpacity(int width, int height)
{
    private FrameArea _hole = new(0, 0, width, height);
    private bool _mayBeTransparent;

    /// <summary>Whether a frame so far may show transparent pixels.</summary>
    public readonly bool MayBeTransparent => _mayBeTransparent;

    /// <summary>Adds the next frame.</summary>
    /// <param name="area">Where it is drawn.</param>
    /// <param name="disposal">What happens to it before the next frame.</param>
    /// <param name="hasAlpha">Whether the frame may have transparent pixels.</param>
    /// <param name="blends">Whether these show the canvas; otherwise they replace it.</param>
    public void Add(FrameArea area, FrameDisposal disposal, bool hasAlpha, bool blends)
    {
        var isHoleFilled = _hole.Width == 0 || _hole.Height == 0 || (!hasAlpha && area.Covers(_hole));
        _mayBeTransparent |= !isHoleFilled || (hasAlpha && !blends);
        _hole = disposal switch
        {
            FrameDisposal.Keep => default,
            FrameDisposal.Clear => area.ClipTo(width, height),
            _ => _hole,
        };
    }
}
