using SharpFuzz.Common;

namespace Pipeline.Fuzzing.Running;

/// <summary>Which branches the inputs have taken so far, and about how often: what AFL calls its map.</summary>
internal sealed unsafe class Coverage
{
    private const int Size = 1 << 16;

    private readonly byte[] _current = GC.AllocateArray<byte>(Size, pinned: true);
    private readonly byte[] _seen = new byte[Size];

    public Coverage()
    {
        fixed (byte* map = _current)
        {
            Trace.SharedMem = map;
        }
    }

    /// <summary>Number of branches taken so far.</summary>
    public int Count { get; private set; }

    public void Begin()
    {
        Array.Clear(_current);
        Trace.PrevLocation = 0;
    }

    /// <summary>Adds the branches taken since <see cref="Begin"/>.</summary>
    /// <returns>Whether one of them is new, or was taken far more often than before.</returns>
    public bool End()
    {
        var isNew = false;
        for (var index = 0; index < Size; index++)
        {
            if (_current[index] == 0)
            {
                continue;
            }

            var bucket = GetBucket(_current[index]);
            if ((_seen[index] & bucket) == 0)
            {
                Count += _seen[index] == 0 ? 1 : 0;
                _seen[index] |= bucket;
                isNew = true;
            }
        }

        return isNew;
    }

    private static byte GetBucket(byte count) => count switch
    {
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
