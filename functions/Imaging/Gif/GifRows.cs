using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pipeline.Imaging.Animations;

namespace Pipeline.Imaging.Gif;

/// <summary>Puts a frame's indexes into rows, and each finished row onto the canvas, in colour.</summary>
internal sealed class GifRows
{
    // First row and distance of the four passes of an interlaced frame.
    private static readonly (int First, int Step)[] Passes = [(0, 8), (4, 8), (2, 4), (1, 2)];

    private readonly FrameCanvas _canvas;
    private readonly GifFrame _frame;
    private readonly FrameArea _visible;
    private readonly uint[] _palette;
    private readonly int _width;
    private readonly byte[] _row;
    private readonly byte[] _text = new byte[LzwTable.MaxTextLength + LzwTable.Padding];
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
        _width = frame.Area.Width;
        _row = new byte[_width + LzwTable.Padding];
        _rowsLeft = frame.Area.Width == 0 ? 0 : frame.Area.Height;
    }

    /// <summary>Whether all rows have arrived.</summary>
    public bool IsComplete => _rowsLeft == 0;

    /// <summary>Adds the text of a code of LZW. What goes beyond the last row is dropped.</summary>
    public void Add(LzwTable table, int code)
    {
        var count = table.GetLength(code);
        if (_column + count < _width)
        {
            // Writing a short text takes no longer than the question whether it is visible.
            if (count <= LzwTable.BlockLength || IsVisible(_column, count))
            {
                table.Write(code, _row.AsSpan(_column));
            }

            _column += count;
            return;
        }

        table.Write(code, _text);
        var text = _text.AsSpan(0, count);
        while (text.Length > 0 && !IsComplete)
        {
            var part = Math.Min(text.Length, _width - _column);
            text[..part].CopyTo(_row.AsSpan(_column));
            text = text[part..];
            _column += part;
            if (_column == _width)
            {
                FinishRow();
            }
        }
    }

    /// <summary>Draws the part of a row that arrived before the data ended.</summary>
    public void FinishEarly() => Draw(_column);

    /// <summary>
    /// Opaque colours as RGBA in memory. Colours beyond the palette, and those of a frame without one, are black, as in browsers.
    /// </summary>
    private static uint[] ReadPalette(ReadOnlySpan<byte> file, GifFrame frame)
    {
        var bytes = file[Math.Min(frame.PaletteOffset, file.Length)..];
        var palette = new uint[256];
        for (var index = 0; index < palette.Length; index++)
        {
            var colour = bytes.Slice(Math.Min(index * 3, bytes.Length));
            var isBlack = index >= frame.PaletteColours;
            palette[index] = 0xFF00_0000 | (isBlack ? 0 : Component(colour, 0) | Component(colour, 1) | Component(colour, 2));
        }

        return palette;

        static uint Component(ReadOnlySpan<byte> colour, int channel) => channel < colour.Length ? (uint)colour[channel] << (channel * 8) : 0;
    }

    private bool IsVisible(int column, int count) =>
        IsRowVisible && column + _frame.Area.Left < _visible.Right && column + _frame.Area.Left + count > _visible.Left;

    private bool IsRowVisible => _y + _frame.Area.Top >= _visible.Top && _y + _frame.Area.Top < _visible.Bottom;

    private void FinishRow()
    {
        Draw(_width);
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
        var first = _visible.Left - _frame.Area.Left;
        var end = Math.Min(columns, _visible.Right - _frame.Area.Left);
        if (!IsRowVisible || first >= end)
        {
            return;
        }

        var indexes = _row.AsSpan(first..end);
        var target = _canvas.Row(_y + _frame.Area.Top)[(_visible.Left * _canvas.Channels)..];
        if (_canvas.Channels == 4)
        {
            DrawRgba(indexes, MemoryMarshal.Cast<byte, uint>(target));
        }
        else
        {
            DrawRgb(indexes, target);
        }
    }

    private void DrawRgba(ReadOnlySpan<byte> indexes, Span<uint> target)
    {
        for (var x = 0; x < indexes.Length; x++)
        {
            if (indexes[x] != _frame.TransparentIndex)
            {
                target[x] = _palette[indexes[x]];
            }
        }
    }

    private void DrawRgb(ReadOnlySpan<byte> indexes, Span<byte> target)
    {
        // Where every pixel is drawn, the next one may cover the fourth byte of a colour.
        for (; _frame.TransparentIndex < 0 && indexes.Length > 1; indexes = indexes[1..], target = target[3..])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(target, _palette[indexes[0]]);
        }

        foreach (var index in indexes)
        {
            if (index != _frame.TransparentIndex)
            {
                var colour = _palette[index];
                (target[0], target[1], target[2]) = ((byte)colour, (byte)(colour >> 8), (byte)(colour >> 16));
            }

            target = target[3..];
        }
    }
}
