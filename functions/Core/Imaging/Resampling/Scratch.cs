using System.Buffers;
using System.Runtime.InteropServices;

namespace Pipeline.Core.Imaging.Resampling;

/// <summary>Pooled 16-bit values that stay at their place in memory while in use.</summary>
internal readonly unsafe struct Scratch : IDisposable
{
    private readonly short[] _values;
    private readonly GCHandle _handle;

    /// <summary>Takes memory; its content is undefined.</summary>
    /// <param name="length">Number of values.</param>
    public Scratch(int length)
    {
        _values = ArrayPool<short>.Shared.Rent(length);
        _handle = GCHandle.Alloc(_values, GCHandleType.Pinned);
    }

    public short* Start => (short*)_handle.AddrOfPinnedObject();

    public void Dispose()
    {
        _handle.Free();
        ArrayPool<short>.Shared.Return(_values);
    }
}
