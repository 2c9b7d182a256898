using System.IO.MemoryMappedFiles;

namespace Pipeline.Fuzzing.Running;

/// <summary>
/// The input that the child is running, in a file that both processes map: it survives the child, whatever ends it.
/// </summary>
internal sealed class CurrentInput : IDisposable
{
    /// <summary>Maximum length of an input, in bytes.</summary>
    public const int MaxLength = 1 << 20;

    private const int HeaderLength = 16;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private CurrentInput(MemoryMappedFile file) => (_file, _view) = (file, file.CreateViewAccessor());

    public static CurrentInput Create(string path) =>
        new(MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, HeaderLength + MaxLength));

    public static CurrentInput Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open));

    /// <summary>Number of inputs so far.</summary>
    public long Number => _view.ReadInt64(0);

    /// <summary>The input; null before the first.</summary>
    public byte[]? Read()
    {
        if (Number == 0)
        {
            return null;
        }

        var input = new byte[_view.ReadInt32(8)];
        _view.ReadArray(HeaderLength, input, 0, input.Length);
        return input;
    }

    public void Write(byte[] input)
    {
        _view.WriteArray(HeaderLength, input, 0, input.Length);
        _view.Write(8, input.Length);
        _view.Write(0, Number + 1);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
