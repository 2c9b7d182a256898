using Pipeline.Host.Store.Files;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Host.Store.Files;

public sealed class OpenFilesTests : IDisposable
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int DiskFull = unchecked((int)0x80070070);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OnlyWindowsRefusesFilesThatAreOpen()
    {
        var inUse = new IOException("It is used by another process.", SharingViolation);

        Assert.True(OpenFiles.IsInUse(inUse, isWindows: true));
        Assert.True(OpenFiles.IsInUse(new UnauthorizedAccessException(), isWindows: true));
        Assert.False(OpenFiles.IsInUse(new IOException("The disk is full.", DiskFull), isWindows: true));
        Assert.False(OpenFiles.IsInUse(inUse, isWindows: false));
        Assert.False(OpenFiles.IsInUse(new UnauthorizedAccessException(), isWindows: false));
    }

    [Fact]
    public void OperationIsRepeatedUntilTheFileIsFree()
    {
        var attempts = 0;

        OpenFiles.Retry(Attempt, exception => exception is IOException, TimeSpan.Zero);

        Assert.Equal(4, attempts);

        void Attempt()
        {
            if (++attempts < 4)
            {
                throw new IOException("in use");
            }
        }
    }

    [Fact]
    public void OperationOnAFileThatStaysInUseFails()
    {
        var attempts = 0;

        Assert.Throws<IOException>(() => OpenFiles.Retry(Attempt, exception => exception is IOException, TimeSpan.Zero));

        Assert.Equal(10, attempts);

        void Attempt()
        {
            attempts++;
            throw new IOException("in use");
        }
    }

    [Fact]
    public void OtherFailureIsNotRepeated()
    {
        var attempts = 0;

        Assert.Throws<InvalidDataException>(() => OpenFiles.Retry(Attempt, exception => exception is IOException, TimeSpan.Zero));

        Assert.Equal(1, attempts);

        void Attempt()
        {
            attempts++;
            throw new InvalidDataException();
        }
    }

    [Fact]
    public void ReaderOfAReplacedFileKeepsItsContent()
    {
        var (source, target) = (PathOf("new"), PathOf("target"));
        File.WriteAllText(source, "new");
        File.WriteAllText(target, "old");
        using var reader = new StreamReader(Disk.TryOpen(target)!);

        OpenFiles.Replace(source, target);

        Assert.Equal("old", reader.ReadToEnd());
        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal(["target"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void FileStaysIfItsReplacementIsMissing()
    {
        var target = PathOf("target");
        File.WriteAllText(target, "old");

        Assert.Throws<FileNotFoundException>(() => OpenFiles.Replace(PathOf("missing"), target));

        Assert.Equal("old", File.ReadAllText(target));
        Assert.Equal(["target"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
