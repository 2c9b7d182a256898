using Pipeline.Imaging.Buffers;

namespace Pipeline.Imaging.Pictures;

/// <summary>
/// 8-bit pixels, interleaved: RGB (3 channels) or RGBA with straight alpha (4 channels), sRGB unless said otherwise. Rows have
/// no padding: row <c>y</c> starts at byte <c>y * Stride</c>. The memory is native: dispose the buffer, or it is never given back.
/// </summary>
public sealed class PixelBuffer : IDisposable
{
    private NativeBlock? _block;

    /// <summary>Takes memory from <see cref="BlockPool.Shared"/>; its content is undefined until written.</summary>
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
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height * channels, Array.MaxLength, nameof(height));
        (Width, Height, Channels) = (width, height, channels);
        _block = BlockPool.Shared.Rent(width * height * channels);
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
    public Memory<byte> Memory => Block.Memory;

    /// <inheritdoc cref="Memory"/>
    public Span<byte> Span => Block.GetSpan();

    private NativeBlock Block => _block ?? throw new ObjectDisposedException(nameof(PixelBuffer));

    /// <summary>Row <paramref name="y"/>, <see cref="Stride"/> bytes.</summary>
    public Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        return Span.Slice(y * Stride, Stride);
    }

    public void Dispose() => Interlocked.Exchange(ref _block, null)?.Dispose();
}
