using System.Security.Cryptography;
using Pipeline.Aws.Images;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Aws.Tests.Aws;

public sealed class OriginalContentTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1_000, true)]
    [InlineData(ImageSource.MaxBufferedBytes, true)]
    [InlineData(ImageSource.MaxBufferedBytes + 1, false)]
    [InlineData(40_000_000, false)]
    public async Task SmallOriginalIsInMemoryAndLargeOneInAFile(int length, bool isInMemory)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);

        using var content = await OriginalContent.ReadAsync(new SlowStream(bytes), length, CancellationToken.None);

        Assert.Equal((length, isInMemory), (content!.Length, content.IsInMemory));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), content.ComputeSha256());
        Assert.True(content.ToMemory().Span.SequenceEqual(bytes));
        content.ThrowIfChanged();
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(ImageSource.MaxBufferedBytes + 1_000)]
    public async Task ContentOfAnotherLengthIsRefused(int length)
    {
        Assert.Null(await OriginalContent.ReadAsync(new SlowStream(new byte[length - 1]), length, CancellationToken.None));
        Assert.Null(await OriginalContent.ReadAsync(new SlowStream(new byte[length + 1]), length, CancellationToken.None));
    }

    [Fact]
    public async Task TemporaryFileHasNoNameThatCouldOutliveTheProcess()
    {
        using var content = await OriginalContent.ReadAsync(
            new SlowStream(new byte[ImageSource.MaxBufferedBytes + 1]), ImageSource.MaxBufferedBytes + 1, CancellationToken.None);

        Assert.False(content!.IsInMemory);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.GetTempPath(), "original-*"), file => new FileInfo(file).Length == ImageSource.MaxBufferedBytes + 1);
    }

    [Fact]
    public async Task BrokenStreamIsAFault() => await Assert.ThrowsAsync<IOException>(() => OriginalContent.ReadAsync(
        new SlowStream(new byte[ImageSource.MaxBufferedBytes + 1]) { BreaksAt = 5_000_000 }, ImageSource.MaxBufferedBytes + 1, CancellationToken.None));

    /// <summary>Delivers less than is asked for, as a connection does.</summary>
    private sealed class SlowStream(byte[] content) : MemoryStream(content)
    {
        public long BreaksAt { get; init; } = long.MaxValue;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Position >= BreaksAt
            ? throw new IOException("The connection was closed.")
            : base.ReadAsync(buffer[..Math.Min(buffer.Length, 70_000)], cancellationToken);
    }
}
