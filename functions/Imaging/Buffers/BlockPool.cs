using System.Runtime.InteropServices;

namespace Pipeline.Imaging.Buffers;

/// <summary>
/// Lends native memory, and keeps a bounded part of what comes back, because the kernel takes longer to provide fresh pages than most
/// passes over them take. The shared pools of .NET keep arrays of powers of two for each thread and have no bound that fits a function:
/// a picture of 100 megapixels would hold 512 MB after it is gone.
/// </summary>
/// <param name="maxIdleBytes">Maximum size of the blocks that nobody uses, together, in bytes. A larger one is freed at once.</param>
public sealed unsafe class BlockPool(long maxIdleBytes)
{
    /// <summary>Start of every block: a vector that crosses a cache line takes twice as long to read.</summary>
    private const int CacheLine = 64;

    /// <summary>The allocator itself keeps smaller blocks.</summary>
    private const nuint MinPooledBytes = 256 << 10;

    // From the one that was used longest ago to the last one.
    private readonly LinkedList<(nint Start, nuint Capacity)> _idle = [];
    private readonly Lock _lock = new();
    private long _idleBytes;

    /// <summary>The pool of the process. It keeps at most 32 MiB.</summary>
    public static BlockPool Shared { get; } = new(32 << 20);

    /// <summary>Size of the blocks that nobody uses, in bytes.</summary>
    public long IdleBytes
    {
        get
        {
            lock (_lock)
            {
                return _idleBytes;
            }
        }
    }

    /// <summary>Lends a block.</summary>
    /// <param name="length">Length in bytes, at least 0.</param>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public NativeBlock Rent(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var capacity = ((nuint)Math.Max(1, length) + CacheLine - 1) & ~(nuint)(CacheLine - 1);
        if (TryTake(capacity) is { } idle)
        {
            return new(this, idle.Start, idle.Capacity, length);
        }

        return new(this, (nint)NativeMemory.AlignedAlloc(capacity, CacheLine), capacity, length);
    }

    internal void Return(nint start, nuint capacity)
    {
        if (capacity < MinPooledBytes || (long)capacity > maxIdleBytes)
        {
            NativeMemory.AlignedFree((void*)start);
            if (capacity >= MinPooledBytes)
            {
                NativeHeap.ReleaseUnused();
            }

            return;
        }

        lock (_lock)
        {
            _idle.AddLast((start, capacity));
            _idleBytes += (long)capacity;
            FreeOldest(maxIdleBytes);
        }
    }

    /// <summary>Takes the smallest idle block that is large enough, unless it is so large that most of it would be idle still.</summary>
    private (nint Start, nuint Capacity)? TryTake(nuint capacity)
    {
        if (capacity < MinPooledBytes)
        {
            return null;
        }

        lock (_lock)
        {
            LinkedListNode<(nint Start, nuint Capacity)>? best = null;
            for (var node = _idle.First; node is not null; node = node.Next)
            {
                if (node.Value.Capacity >= capacity && node.Value.Capacity <= capacity + (capacity / 4)
                    && (best is null || node.Value.Capacity <= best.Value.Capacity))
                {
                    best = node;
                }
            }

            if (best is null)
            {
                // A large picture needs the room.
                FreeOldest((long)capacity > maxIdleBytes ? 0 : maxIdleBytes);
                return null;
            }

            _idle.Remove(best);
            _idleBytes -= (long)best.Value.Capacity;
            return best.Value;
        }
    }

    private void FreeOldest(long bytesToKeep)
    {
        while (_idleBytes > bytesToKeep && _idle.First is { } oldest)
        {
            _idle.Remove(oldest);
            _idleBytes -= (long)oldest.Value.Capacity;
            NativeMemory.AlignedFree((void*)oldest.Value.Start);
        }
    }
}
