using Pipeline.Imaging.Buffers;

namespace Pipeline.Imaging.Resampling;

/// <summary>Native 16-bit values that start at a cache line.</summary>
internal readonly unsafe struct ScratchBuffer : IDisposable
{
    private readonly NativeBlock _block;

    /// <summary>Rents memory; its content is undefined.</summary>
    /// <param name="length">Number of values.</param>
    public ScratchBuffer(int length)
    {
        _block = BlockPool.Shared.Rent(checked(length * sizeof(short)));
        Start = (short*)_block.Start;
    }

    public short* Start { get; }

    public void Dispose() => _block.Dispose();
}
