using System.Buffers.Binary;
using Pipeline.Magick.Reading;

namespace Pipeline.Tests.Magick.Reading;

public sealed class WebPChunksTests
{
    [Fact]
    public void DelaysAreReadToTheMillisecond()
    {
        var file = WriteWebP(("VP8X", new byte[10]), ("ANMF", WriteFrame(33)), ("ANMF", WriteFrame(0xFF_FFFF)));

        Assert.Equal([33, 0xFF_FFFF], WebPChunks.Parse(file).DelaysMilliseconds);
    }

    [Fact]
    public void DelaysAreFoundAfterChunksOfOddLength() =>
        Assert.Equal([33], WebPChunks.Parse(WriteWebP(("VP8X", new byte[10]), ("ALPH", new byte[7]), ("ANMF", WriteFrame(33)))).DelaysMilliseconds);

    [Fact]
    public void StillPictureHasNoDelays() =>
        Assert.Empty(WebPChunks.Parse(WriteWebP(("VP8X", new byte[10]), ("VP8 ", new byte[7]), ("EXIF", [1, 2, 3]))).DelaysMilliseconds);

    [Fact]
    public void TruncatedFileIsReadWithoutFailing()
    {
        var file = WriteWebP(("VP8X", new byte[10]), ("ANMF", WriteFrame(33)), ("EXIF", [1, 2, 3]));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 8), uint.MaxValue);

        Assert.Equal([33], WebPChunks.Parse(file).DelaysMilliseconds);
        Assert.All(Enumerable.Range(0, file.Length + 1), length =>
            Assert.All(WebPChunks.Parse(file.AsMemory(0, length)).DelaysMilliseconds, delay => Assert.Equal(33, delay)));
    }

    private static byte[] WriteFrame(int milliseconds)
    {
        var frame = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(12), milliseconds | (1 << 24));
        return frame;
    }

    private static byte[] WriteWebP(params ReadOnlySpan<(string Name, byte[] Content)> chunks)
    {
        List<byte> file = [.. "RIFF\0\0\0\0WEBP"u8];
        foreach (var (name, content) in chunks)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
            file.AddRange([.. name.Select(letter => (byte)letter), .. length, .. content, .. new byte[content.Length & 1]]);
        }

        return [.. file];
    }
}
