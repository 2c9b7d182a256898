using Pipeline.Imaging.Codecs;

namespace Pipeline.Vips.Native;

/// <summary>One pass of libvips through a source, with its own position. libvips asks for 4 kB at a time; the file is read in larger pieces.</summary>
internal sealed class SourceReader(ImageSource source)
{
    private const int BufferBytes = 64 << 10;
    private const int Failed = -1;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    private long _position;
    private long _bufferStart;
    private int _bufferedBytes;

    /// <summary>The exception that kept the source from being read; null if there was none. It must not pass through native code.</summary>
    public Exception? Fault { get; private set; }

    /// <returns>Number of bytes read; 0 at the end; -1 if the source cannot be read.</returns>
    public long Read(Span<byte> target)
    {
        try
        {
            var available = FillBuffer();
            var chunk = available[..Math.Min(available.Length, target.Length)];
            chunk.CopyTo(target);
            _position += chunk.Length;
            return chunk.Length;
        }
        catch (Exception exception)
        {
            Fault = exception;
            return Failed;
        }
    }

    /// <returns>The new position; -1 if it is outside the source.</returns>
    public long Seek(long offset, SeekOrigin origin)
    {
        var position = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => source.Length,
        };
        return position >= 0 && position <= source.Length ? _position = position : Failed;
    }

    private ReadOnlySpan<byte> FillBuffer()
    {
        if (_position < _bufferStart || _position >= _bufferStart + _bufferedBytes)
        {
            _bufferedBytes = source.Read(_buffer, _position);
            _bufferStart = _position;
        }

        return _buffer.AsSpan((int)(_position - _bufferStart), _bufferedBytes - (int)(_position - _bufferStart));
    }
}
