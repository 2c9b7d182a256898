using System.Buffers;
using System.Runtime.InteropServices;

namespace Pipeline.Imaging.Resampling;

/// <summary>
/// Pooled 16-bit values, pinned in memory while in use. They start at a cache line: a vector that crosses one takes twice as
/// long to read.
/// </summary>
internal readonly unsafe struct ScratchBuffer : IDisposable
{
    private const int CacheLine = 64;

    private readonly short[] _values;
    private readonly GCHandle _handle;

    /// <summary>Rents memory; its content is undefined.</summary>
    /// <param name="length">Number of values.</param>
    public ScratchBuffer(int length)
    {
        _values = ArrayPool<short>.Shared.Rent(length + CacheLine / sizeof(short));
        _handle = GCHandle.Alloc(_values, GCHandleType.Pinned);
        Start = (short*)(((nuint)_handle.AddrOfPinnedObject() + CacheLine - 1) & ~(nuint)(CacheLine - 1));
    }

    public short* Start { get; }

    public void Dispose()
    {
        _handle.Free();
        ArrayPool<short>.Shared.Return(_values);
    }
}
