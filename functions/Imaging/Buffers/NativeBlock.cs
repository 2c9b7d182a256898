using System.Buffers;

namespace Pipeline.Imaging.Buffers;

/// <summary>
/// Memory outside the garbage collector's heap. It starts at a cache line and never moves. Its content is undefined until written.
/// Dispose the block: nothing else gives the memory back, and nothing may use it afterwards.
/// </summary>
public sealed unsafe class NativeBlock : MemoryManager<byte>
{
    private readonly BlockPool _pool;
    private readonly nuint _capacity;
    private readonly int _length;
    private nint _start;

    internal NativeBlock(BlockPool pool, nint start, nuint capacity, int length) =>
        (_pool, _start, _capacity, _length) = (pool, start, capacity, length);

    /// <summary>Address of the first byte.</summary>
    /// <exception cref="ObjectDisposedException">The block is disposed.</exception>
    public byte* Start => _start is not 0 and var start ? (byte*)start : throw new ObjectDisposedException(nameof(NativeBlock));

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(Start, _length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new(Start + elementIndex);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The memory never moves.
    }

    /// <summary>Gives the memory back to the pool. Does nothing the second time.</summary>
    public void Dispose() => Dispose(disposing: true);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _start, 0) is not 0 and var start)
        {
            _pool.Return(start, _capacity);
        }
    }
}
