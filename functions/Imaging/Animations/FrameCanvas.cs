using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Animations;

/// <summary>
/// Composites the frames of an animation as browsers do: what no frame covers is transparent. The canvas after each frame goes straight
/// into the buffer of all frames, so that nothing else is in memory.
/// </summary>
/// <param name="pixels">Receives the frames, stacked vertically. The caller disposes it.</param>
/// <param name="frameHeight">Height of the canvas in pixels.</param>
public sealed class FrameCanvas(PixelBuffer pixels, int frameHeight)
{
    private int _frame = -1;

    // What the next frame is drawn on: the canvas after a frame, with an area cleared. Before the first frame there is none.
    private int _baseFrame = -1;
    private FrameArea _cleared;

    private (FrameArea Area, FrameDisposal Disposal) _last;

    /// <summary>Width of the canvas in pixels.</summary>
    public int Width => pixels.Width;

    /// <summary>Height of the canvas in pixels.</summary>
    public int Height => frameHeight;

    /// <summary>3 (RGB) or 4 (RGBA).</summary>
    public int Channels => pixels.Channels;

    /// <summary>Begins the next frame: disposes of the one before and copies what is left of it.</summary>
    public void Begin(FrameArea area, FrameDisposal disposal)
    {
        if (_frame >= 0 && _last.Disposal != FrameDisposal.Restore)
        {
            (_baseFrame, _cleared) = (_frame, _last.Disposal == FrameDisposal.Clear ? _last.Area.ClipTo(Width, Height) : default);
        }

        _frame++;
        _last = (area, disposal);
        var target = pixels.Span.Slice(_frame * frameHeight * pixels.Stride, frameHeight * pixels.Stride);
        if (_baseFrame < 0)
        {
            target.Clear();
            return;
        }

        pixels.Span.Slice(_baseFrame * target.Length, target.Length).CopyTo(target);
        for (var y = _cleared.Top; y < _cleared.Bottom; y++)
        {
            Row(y).Slice(_cleared.Left * pixels.Channels, _cleared.Width * pixels.Channels).Clear();
        }
    }

    /// <summary>A row of the canvas, to draw the frame on.</summary>
    public Span<byte> Row(int y) => pixels.Row((_frame * frameHeight) + y);

    /// <summary>Draws a decoded frame of the size that <see cref="Begin"/> was called with.</summary>
    /// <param name="frame">The frame's pixels.</param>
    /// <param name="blends">Whether transparent pixels show the canvas; otherwise they replace it.</param>
    public void Draw(PixelBuffer frame, bool blends)
    {
        var visible = _last.Area.ClipTo(Width, Height);
        for (var y = visible.Top; y < visible.Bottom; y++)
        {
            var source = frame.Row(y - _last.Area.Top).Slice((visible.Left - _last.Area.Left) * frame.Channels, visible.Width * frame.Channels);
            DrawRow(source, frame.Channels, Row(y).Slice(visible.Left * Channels, visible.Width * Channels), blends && frame.HasAlpha);
        }
    }

    private void DrawRow(ReadOnlySpan<byte> source, int sourceChannels, Span<byte> target, bool blends)
    {
        if (sourceChannels == Channels && !blends)
        {
            source.CopyTo(target);
            return;
        }

        for (int i = 0, j = 0; j < target.Length; i += sourceChannels, j += Channels)
        {
            var alpha = sourceChannels == 4 ? source[i + 3] : byte.MaxValue;
            if (blends && alpha < byte.MaxValue)
            {
                Blend(source[i..], alpha, target[j..]);
                continue;
            }

            source.Slice(i, 3).CopyTo(target[j..]);
            if (Channels == 4)
            {
                target[j + 3] = alpha;
            }
        }
    }

    private void Blend(ReadOnlySpan<byte> source, byte alpha, Span<byte> target)
    {
        if (alpha == 0)
        {
            return;
        }

        var below = Channels == 4 ? target[3] : byte.MaxValue;
        var colour = new Colour(source[0], source[1], source[2], alpha).Over(new(target[0], target[1], target[2], below));
        (target[0], target[1], target[2]) = (colour.Red, colour.Green, colour.Blue);
        if (Channels == 4)
        {
            target[3] = colour.Alpha;
        }
    }
}
