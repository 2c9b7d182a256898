using System.Text;

namespace Pipeline.Host.Engine.Attempts;

/// <summary>
/// A small file that says which executions are inside an image library, so that the next start knows what a crash interrupted. A write of one
/// slot takes microseconds: the system keeps it when the process dies, for whatever reason. Only a power cut may lose it, and no
/// image is to blame for that. The file has its size from the start, so that a full disk does not matter.
/// </summary>
/// <remarks>Slots of 256 bytes: state, number of crashes, length of the execution's name, its name in UTF-8.</remarks>
internal sealed class AttemptFile : IDisposable
{
    private const int SlotBytes = 256;

    private const int NameOffset = 3;

    private const int InitialSlots = 64;

    private readonly FileStream _file;
    private readonly Lock _lock = new();
    private readonly SortedSet<int> _freeSlots = [];
    private int _slotCount;
    private bool _isDisposed;

    private AttemptFile(FileStream file) => _file = file;

    /// <summary>Opens the file, and creates it if it is missing.</summary>
    /// <returns>The file, and the entries that the previous process left, each in its slot.</returns>
    public static (AttemptFile File, IReadOnlyList<Attempt> Left) Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new AttemptFile(new(path, options));
        try
        {
            return (file, file.Load());
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes an entry into its slot, or into a free one if it has none.</summary>
    /// <returns>The entry with its slot.</returns>
    public Attempt Write(Attempt attempt)
    {
        var name = Encoding.UTF8.GetBytes(attempt.Execution);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, SlotBytes - NameOffset, nameof(attempt));
        var bytes = new byte[SlotBytes];
        (bytes[0], bytes[1], bytes[2]) = ((byte)attempt.State, (byte)attempt.Crashes, (byte)name.Length);
        name.CopyTo(bytes, NameOffset);
        lock (_lock)
        {
            var slot = attempt.Slot ?? TakeSlot();
            Write(slot, bytes);
            return attempt with { Slot = slot };
        }
    }

    /// <summary>Empties an entry's slot.</summary>
    public void Remove(Attempt attempt)
    {
        lock (_lock)
        {
            Write(attempt.Slot!.Value, [(byte)AttemptState.Free]);
            _freeSlots.Add(attempt.Slot.Value);
        }
    }

    /// <summary>Makes everything written so far survive a power cut, too.</summary>
    public void Flush() => _file.Flush(flushToDisk: true);

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _file.Dispose();
        }
    }

    private List<Attempt> Load()
    {
        if (_file.Length < InitialSlots * SlotBytes)
        {
            _file.SetLength(0);
            _file.Write(new byte[InitialSlots * SlotBytes]);
            Flush();
            _file.Position = 0;
        }

        var left = new List<Attempt>();
        var bytes = new byte[SlotBytes];
        for (; _file.ReadAtLeast(bytes, SlotBytes, throwOnEndOfStream: false) == SlotBytes; _slotCount++)
        {
            if (bytes[0] is (byte)AttemptState.Idle or (byte)AttemptState.Inside && bytes[2] <= SlotBytes - NameOffset)
            {
                left.Add(new(Encoding.UTF8.GetString(bytes, NameOffset, bytes[2]), (AttemptState)bytes[0], bytes[1]) { Slot = _slotCount });
            }
            else
            {
                _freeSlots.Add(_slotCount);
            }
        }

        return left;
    }

    private int TakeSlot()
    {
        if (_freeSlots.Count == 0)
        {
            return _slotCount++;
        }

        var slot = _freeSlots.Min;
        _freeSlots.Remove(slot);
        return slot;
    }

    private void Write(int slot, ReadOnlySpan<byte> bytes)
    {
        // A codec that cannot be interrupted may finish after the host has closed the folder.
        if (!_isDisposed)
        {
            RandomAccess.Write(_file.SafeFileHandle, bytes, (long)slot * SlotBytes);
        }
    }
}

/// <summary>What the file says about an execution.</summary>
/// <param name="Execution">Name of the execution.</param>
/// <param name="State">Whether it is inside an image library.</param>
/// <param name="Crashes">How often the process died while only this execution was inside an image library.</param>
internal sealed record Attempt(string Execution, AttemptState State, int Crashes)
{
    /// <summary>Its place in the file; null if it has none yet.</summary>
    public int? Slot { get; init; }
}

internal enum AttemptState : byte
{
    /// <summary>The slot is empty.</summary>
    Free,

    /// <summary>The execution was inside an image library when the process died. It is not inside now.</summary>
    Idle,

    /// <summary>The execution is inside an image library.</summary>
    Inside,
}
