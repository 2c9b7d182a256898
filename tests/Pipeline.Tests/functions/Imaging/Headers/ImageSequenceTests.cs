using System.Buffers.Binary;
using System.Text;
using Pipeline.Imaging.Headers;

namespace Pipeline.Tests.Imaging.Headers;

public sealed class ImageSequenceTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(48, 48)]
    [InlineData(-1, int.MaxValue)]
    public void FramesOfTheFirstTrackAreCounted(int samples, int frames) =>
        Assert.Equal(frames, ImageSequence.CountFrames(Write(samples)));

    [Fact]
    public void StillPictureHasOneFrame() => Assert.Equal(1, ImageSequence.CountFrames(Box("ftyp", [.. "avif"u8, 0, 0, 0, 0])));

    [Fact]
    public void DamagedFileHasAtLeastOneFrame()
    {
        var file = Write(48);
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = file[..random.Next(file.Length + 1)];
            for (var flips = random.Next(4); flips > 0 && damaged.Length > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            Assert.InRange(ImageSequence.CountFrames(damaged), 1, int.MaxValue);
        }
    }

    private static byte[] Write(int samples)
    {
        var table = Box("stsz", [0, 0, 0, 0, 0, 0, 0, 0, .. Number(samples)]);
        var track = Box("trak", [.. Box("tkhd", new byte[84]), .. Box("mdia", [.. Box("hdlr", new byte[25]), .. Box("minf", Box("stbl", [.. Box("stsd", new byte[8]), .. table]))])]);
        return [.. Box("ftyp", [.. "avis"u8, 0, 0, 0, 0]), .. Box("meta", new byte[40]), .. Box("moov", [.. Box("mvhd", new byte[100]), .. track, .. track])];
    }

    private static byte[] Box(string type, byte[] content) => [.. Number(content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
