using System.Security.Cryptography;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Imaging.Codecs;

public sealed class ImageSourceTests : IDisposable
{
    /// <summary>Larger than the hash's buffer, and not a multiple of it.</summary>
    private const int Length = 700_001;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _content = new byte[Length];

    public ImageSourceTests() => new Random(1).NextBytes(_content);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FileSourceEqualsMemorySource()
    {
        using var file = Open(_content);
        ImageSource memory = _content;
        var hash = Convert.ToHexStringLower(SHA256.HashData(_content));

        Assert.Equal((false, true), (file.IsInMemory, memory.IsInMemory));
        Assert.All([file, memory], source =>
        {
            Assert.Equal((Length, false), (source.Length, source.IsEmpty));
            Assert.Equal(_content.AsSpan(0, FormatSniffer.HeaderLength), source.Header);
            Assert.Equal(hash, source.ComputeSha256());
            Assert.Equal(_content, source.ToMemory().ToArray());
            // The file's content is in memory now.
            Assert.True(source.IsInMemory);
            Assert.Equal(hash, source.ComputeSha256());
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(FormatSniffer.HeaderLength)]
    public void HeaderOfShortContentIsTheWholeContent(int length)
    {
        using var file = Open(_content[..length]);
        ImageSource memory = _content.AsMemory(0, length);

        Assert.All([file, memory], source =>
        {
            Assert.Equal(length == 0, source.IsEmpty);
            Assert.Equal(_content.AsSpan(0, length), source.Header);
            Assert.Equal(length, source.ToMemory().Length);
        });
    }

    [Fact]
    public void ReadReturnsOnlyBytesThatExist()
    {
        using var file = Open(_content);
        ImageSource memory = _content;
        var buffer = new byte[100];

        Assert.All([file, memory], source =>
        {
            foreach (var (offset, length) in ((long, int)[])[(0, 100), (600_000, 100), (Length - 30, 30), (Length, 0), (5L << 30, 0)])
            {
                Assert.Equal(length, source.Read(buffer, offset));
                Assert.Equal(_content.AsSpan((int)Math.Min(offset, Length), length), buffer.AsSpan(0, length));
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => source.Read(buffer, -1));
        });
    }

    [Fact]
    public void ConcurrentReadersDoNotInterfere()
    {
        using var file = Open(_content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(_content));

        Parallel.For(0, 64, number => Assert.Equal(hash, number % 8 == 7 ? Hash(file.ToMemory()) : file.ComputeSha256()));

        static string Hash(ReadOnlyMemory<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content.Span));
    }

    [UnixFact("a file that is replaced while it is open")]
    public void OpenFileSurvivesReplacementOfItsPath()
    {
        using var file = Open(_content);
        var other = PathOf("other");
        File.WriteAllBytes(other, [1, 2, 3]);

        File.Move(other, PathOf("file"), overwrite: true);

        file.ThrowIfChanged();
        Assert.Equal(_content, file.ToMemory().ToArray());
    }

    public static TheoryData<string> Changes => ["cut", "grown", "overwritten"];

    [UnixTheory("a file that changes while it is open")]
    [MemberData(nameof(Changes))]
    public void ChangedFileIsDetected(string change)
    {
        using var hashed = Open(_content);
        using var held = ImageSource.OpenFile(PathOf("file"));

        Change(change);

        var exception = Assert.Throws<CorruptImageException>(hashed.ThrowIfChanged);
        Assert.StartsWith("The file changed while it was being read: 700,001 bytes when it was opened", exception.Message, StringComparison.Ordinal);
        Assert.Throws<CorruptImageException>(hashed.ComputeSha256);
        Assert.Throws<CorruptImageException>(() => held.ToMemory());
    }

    [UnixTheory("a file that changes while it is open")]
    [MemberData(nameof(Changes))]
    public void ContentInMemoryIgnoresChangesOfTheFile(string change)
    {
        using var file = Open(_content);
        file.ToMemory();

        Change(change);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_content)), file.ComputeSha256());
    }

    [Fact]
    public void DisposedFileThrowsObjectDisposedException()
    {
        var file = Open(_content);

        file.Dispose();

        Assert.Throws<ObjectDisposedException>(file.ComputeSha256);
        Assert.Throws<ObjectDisposedException>(() => file.ToMemory());
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private ImageSource Open(byte[] content) => BackdatedFile.Open(PathOf("file"), content);

    private void Change(string change)
    {
        using var file = new FileStream(PathOf("file"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        switch (change)
        {
            case "cut":
                file.SetLength(Length / 2);
                break;
            case "grown":
                file.SetLength(Length + 1);
                break;
            default:
                file.WriteByte((byte)~_content[0]);
                break;
        }
    }
}
