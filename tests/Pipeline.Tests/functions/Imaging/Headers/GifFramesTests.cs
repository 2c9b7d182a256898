using Pipeline.Imaging.Headers;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Imaging.Headers;

public sealed class GifFramesTests
{
    private static readonly TestFrame Frame = new(10, 20, 30, 100);
    private static readonly byte[] Gif = GifFile.Write(30, 20, 0, Frame, Frame, Frame);

    [Fact]
    public void EveryFrameIsCounted() => Assert.Equal(new GifFrames(3, IsCut: false), GifFrames.Read(Gif));

    [Fact]
    public void MissingTrailerIsNoDamage() => Assert.Equal(new GifFrames(3, IsCut: false), GifFrames.Read(Gif[..^1]));

    [Fact]
    public void FileThatEndsWithinAFrameIsCut()
    {
        Assert.Equal(new GifFrames(2, IsCut: true), GifFrames.Read(Gif[..^2]));
        Assert.Equal(new GifFrames(2, IsCut: true), GifFrames.Read(Gif[..^100]));
        Assert.Equal(new GifFrames(0, IsCut: true), GifFrames.Read(Gif[..5]));
    }

    [Fact]
    public void BytesOfAnyKindAreWalkedToAnEnd()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            var damaged = (byte[])Gif.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Assert.InRange(GifFrames.Read(damaged.AsMemory(0, random.Next(damaged.Length))).Complete, 0, damaged.Length);
        }
    }
}
