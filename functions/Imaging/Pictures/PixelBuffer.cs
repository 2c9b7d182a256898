using System.Buffers;

namespace Pipeline.Imaging.Pictures;

/// <summary>
/// 8-bit pixels, interleaved: RGB (3 channels) or RGBA with straight alpha (4 channels), sRGB unless said otherwise. Rows have
/// no padding: row <c>y</c> starts at byte <c>y * Stride</c>. The memory is pooled: dispose the buffer.
/// </summary>
public sealed class PixelBuffer : IDisposable
{
    private byte[]? _bytes;

    /// <summary>Takes memory from the shared pool; its content is undefined until written.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1; frames of an animation are stacked vertically.</param>
    /// <param name="channels">3 (RGB) or 4 (RGBA).</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension or the channel count is out of range, or the buffer would exceed 2 GiB.</exception>
    public PixelBuffer(int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height * channels, System.Array.MaxLength, nameof(height));
        (Width, Height, Channels) = (width, height, channels);
        _bytes = ArrayPool<byte>.Shared.Rent(width * height * channels);
    }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    public bool HasAlpha => Channels == 4;

    /// <summary>Bytes from one row to the next: <c>Width * Channels</c>.</summary>
    public int Stride => Width * Channels;

    /// <summary>Size of all rows in bytes.</summary>
    public int Length => Stride * Height;

    /// <summary>All pixels, <see cref="Length"/> bytes.</summary>
    public Memory<byte> Memory => Bytes.AsMemory(0, Length);

    /// <inheritdoc cref="Memory"/>
    public Span<byte> Span => Bytes.AsSpan(0, Length);

    private byte[] Bytes => _bytes ?? throw new ObjectDisposedException(nameof(PixelBuffer));

    /// <summary>Row <paramref name="y"/>, <see cref="Stride"/> bytes.</summary>
    public Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        return Bytes.AsSpan(y * Stride, Stride);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
