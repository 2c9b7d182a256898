using System.Text;
using Pipeline.Imaging.Metadata;

namespace Pipeline.Tests.Imaging.Metadata;

public sealed class ExifCopyrightTests
{
    [Theory]
    [InlineData("J")]
    [InlineData("JD.")]
    [InlineData("Jane")]
    [InlineData("© Jörg (Berlin)")]
    public void WrittenNoticeIsReadBack(string notice) => Assert.Equal(notice, ExifCopyright.Read(ExifCopyright.Write(notice)));

    [Fact]
    public void BigEndianBlockIsRead()
    {
        byte[] tiff = [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x82, 0x98, 0, 2, 0, 0, 0, 5, 0, 0, 0, 26, 0, 0, 0, 0, .. "Jane\0"u8];

        Assert.Equal("Jane", ExifCopyright.Read(tiff));
    }

    [Fact]
    public void EditorsNoticeIsLeftOut() => Assert.Equal("Jane", ExifCopyright.Read(ExifCopyright.Write("Jane\0John")));

    [Fact]
    public void BytesThatAreNotUtf8AreReadAsLatin1()
    {
        var exif = ExifCopyright.Write("(c) Jorg");
        exif[^4] = 0xF6;

        Assert.Equal("(c) Jörg", ExifCopyright.Read(exif));
    }

    [Fact]
    public void DamagedBlockGivesNoNoticeOrBoundedText()
    {
        var exif = ExifCopyright.Write("Jane Doe of Berlin");
        var random = new Random(3);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = exif[..random.Next(exif.Length + 1)];
            if (damaged.Length > 0)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            Assert.InRange(Encoding.UTF8.GetByteCount(ExifCopyright.Read(damaged) ?? string.Empty), 0, 2 * exif.Length);
        }
    }
}
