using System.Buffers.Binary;
using Pipeline.Imaging.Formats;
using Pipeline.Vips;

namespace Pipeline.Tests.Vips.Reading;

public sealed class DecoderTests
{
    /// <summary>Above 256 megapixels even an eighth of a JPEG is large enough to be averaged in boxes.</summary>
    [Fact]
    public void ShrinkOnLoadAndBoxesMultiply()
    {
        const int side = 16_416;

        using var decoded = new VipsCodec().Decode(GreyJpeg(side), ImageFormat.Jpeg, new(256, 256));

        // An eighth on load, then boxes of 4.
        Assert.Equal((513, 513, 32), (decoded.Width, decoded.FrameHeight, decoded.Shrink));
        Assert.Equal(side, decoded.Width * decoded.Shrink);
    }

    /// <summary>
    /// A flat grey square. Its Huffman tables have one code each, a single 0 bit: "the same DC value" and "end of block". A block
    /// is two of them, so the pixel data are all zeros.
    /// </summary>
    private static byte[] GreyJpeg(int side)
    {
        var blocks = (side + 7) / 8;
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)side);
        byte[] oneCode = [1, .. new byte[15], 0];
        return
        [
            0xFF, 0xD8, // start of image
            0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64), // quantisation table
            0xFF, 0xC0, 0, 11, 8, .. length, .. length, 1, 1, 0x11, 0, // frame: 8 bits, height, width, one component
            0xFF, 0xC4, 0, 20, 0x00, .. oneCode, // DC table
            0xFF, 0xC4, 0, 20, 0x10, .. oneCode, // AC table
            0xFF, 0xDA, 0, 8, 1, 1, 0x00, 0, 63, 0, // scan
            .. new byte[(((long)blocks * blocks * 2) + 7) / 8],
            0xFF, 0xD9, // end of image
        ];
    }
}
