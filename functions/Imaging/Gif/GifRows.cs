using Pipeline.Imaging.Animations;

namespace Pipeline.Imaging.Gif;

/// <summary>Puts a frame's indexes into rows, and each finished row onto the canvas, in colour.</summary>
internal sealed class GifRows
{
    private const int MaxTextLength = 4096;

    // First row and distance of the four passes of an interlaced frame.
    private static readonly (int First, int Step)[] Passes = [(0, 8), (4, 8), (2, 4), (1, 2)];

    private readonly FrameCanvas _canvas;
    private readonly GifFrame _frame;
    private readonly FrameArea _visible;
    private readonly byte[] _palette;
    private readonly byte[] _row;
    private readonly byte[] _text = new byte[MaxTextLength];
    private int _column;
    private int _y;
    private int _pass;
    private int _rowsLeft;

    /// <param name="file">The whole file.</param>
    /// <param name="frame">The frame on which <see cref="FrameCanvas.Begin"/> was called.</param>
    /// <param name="canvas">The canvas to draw on.</param>
    public GifRows(ReadOnlySpan<byte> file, GifFrame frame, FrameCanvas canvas)
    {
        (_canvas, _frame, _visible) = (canvas, frame, frame.Area.ClipTo(canvas.Width, canvas.Height));
        _palette = ReadPalette(file, frame);
        _row = new byte[frame.Area.Width];
        _rowsLeft = frame.Area.Width == 0 ? 0 : frame.Area.Height;
    }

    /// <summary>Whether all rows have arrived.</summary>
    public bool IsComplete => _rowsLeft == 0;

    /// <summary>Adds the text of a code of LZW. What goes beyond the last row is dropped.</summary>
    public void Add(ushort[] prefix, byte[] suffix, ushort[] length, int code)
    {
        var count = length[code];
        if (_column + count < _row.Length)
        {
            if (IsVisible(_column, count))
            {
                Write(prefix, suffix, code, _row.AsSpan(_column, count));
            }

            _column += count;
            return;
        }

        var text = _text.AsSpan(0, count);
        Write(prefix, suffix, code, text);
        while (text.Length > 0 && !IsComplete)
        {
            var part = Math.Min(text.Length, _row.Length - _column);
            text[..part].CopyTo(_row.AsSpan(_column));
            text = text[part..];
            _column += part;
            if (_column == _row.Length)
            {
                FinishRow();
            }
        }
    }

    /// <summary>Draws the part of a row that arrived before the data ended.</summary>
    public void FinishEarly() => Draw(_column);

    private static void Write(ushort[] prefix, byte[] suffix, int code, Span<byte> text)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = suffix[code];
            code = prefix[code];
        }
    }

    /// <summary>Colours beyond the palette, and those of a frame without one, are black, as in browsers.</summary>
    private static byte[] ReadPalette(ReadOnlySpan<byte> file, GifFrame frame)
    {
        var palette = new byte[256 * 3];
        var length = Math.Clamp(file.Length - frame.PaletteOffset, 0, frame.PaletteColours * 3);
        file.Slice(Math.Min(frame.PaletteOffset, file.Length), length).CopyTo(palette);
        return palette;
    }

    private bool IsVisible(int column, int count) =>
        IsRowVisible && column + _frame.Area.Left < _visible.Right && column + _frame.Area.Left + count > _visible.Left;

    private bool IsRowVisible => _y + _frame.Area.Top >= _visible.Top && _y + _frame.Area.Top < _visible.Bottom;

    private void FinishRow()
    {
        Draw(_row.Length);
        _column = 0;
        _rowsLeft--;
        if (!_frame.IsInterlaced)
        {
            _y++;
            return;
        }

        _y += Passes[_pass].Step;
        while (_y >= _frame.Area.Height && _pass < Passes.Length - 1)
        {
            _y = Passes[++_pass].First;
        }
    }

    private void Draw(int columns)
    {
        if (!IsRowVisible)
        {
            return;
        }

        var target = _canvas.Row(_y + _frame.Area.Top);
        var channels = _canvas.Channels;
        var end = Math.Min(columns, _visible.Right - _frame.Area.Left);
        for (int x = _visible.Left - _frame.Area.Left, i = _visible.Left * channels; x < end; x++, i += channels)
        {
            int index = _row[x];
            if (index == _frame.TransparentIndex)
            {
                continue;
            }

            (target[i], target[i + 1], target[i + 2]) = (_palette[index * 3], _palette[(index * 3) + 1], _palette[(index * 3) + 2]);
            if (channels == 4)
            {
                target[i + 3] = byte.MaxValue;
            }
        }
    }
}
