using System.Text;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Files;

namespace Pipeline.Tests.Imaging.Formats;

public sealed class FormatSnifferTests
{
    [Theory]
    [InlineData("FFD8FFE000104A464946", ImageFormat.Jpeg)]
    [InlineData("89504E470D0A1A0A0000000D49484452", ImageFormat.Png)]
    [InlineData("52494646241900005745425056503820", ImageFormat.WebP)]
    [InlineData("474946383761", ImageFormat.Gif)]
    [InlineData("474946383961", ImageFormat.Gif)]
    [InlineData("0000001C6674797061766966000000006D696631", ImageFormat.Avif)]
    [InlineData("0000001C6674797061766973000000006D736631", ImageFormat.Avif)]
    [InlineData("0000001C667479706D69663100000000617669666D696166", ImageFormat.Avif)]
    [InlineData("0000001866747970686569630000000068656963", ImageFormat.Heic)]
    [InlineData("0000001866747970686576730000000068656963", ImageFormat.Heic)]
    [InlineData("0000001C667479706D736631000000006D696631686576 63", ImageFormat.Heic)]
    [InlineData("49492A0008000000", ImageFormat.Tiff)]
    [InlineData("4D4D002A00000008", ImageFormat.Tiff)]
    [InlineData("49492B0008000000", ImageFormat.Tiff)]
    [InlineData("424D3600030000000000360000002800000000010000", ImageFormat.Bmp)]
    public void FormatIsRecognisedByItsFirstBytes(string bytes, ImageFormat expected)
        => Assert.Equal(expected, FormatSniffer.Sniff(Convert.FromHexString(bytes.Replace(" ", ""))));

    [Theory]
    [InlineData("")]
    [InlineData("FFD8")]
    [InlineData("89504E470A")]
    [InlineData("52494646241900005741564566")]
    [InlineData("424D20697320612074657874206E6F742061206269746D6170")]
    [InlineData("0000001866747970")]
    [InlineData("000000186674797069736F6D0000000068656963")]
    [InlineData("FFFFFFFF667479706D69663100000000")]
    public void OtherBytesHaveNoFormat(string bytes) => Assert.Null(FormatSniffer.Sniff(Convert.FromHexString(bytes)));

    [Theory]
    [InlineData("<?xml version=\"1.0\"?>\n<!-- drawn -->\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "an SVG drawing")]
    [InlineData("\uFEFF  <svg width=\"1\">", "an SVG drawing")]
    [InlineData("<!DOCTYPE html><html></html>", "an HTML page")]
    [InlineData("<?xml version=\"1.0\"?><feed/>", "an XML document")]
    [InlineData("<?php echo 1;", "a script")]
    [InlineData("#!/bin/sh\nexit", "a script")]
    [InlineData("%PDF-1.7", "a PDF document")]
    [InlineData("Dear reader,\n", "text")]
    [InlineData("8BPS\0\x01", "a Photoshop document")]
    [InlineData("PK\x03\x04", "a ZIP archive (or an office document)")]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\0", "an MP4 video")]
    [InlineData("\0\0\0\u0014ftypqt  \0\0\0\0", "a QuickTime video")]
    [InlineData("\0\0\0\x0cJXL \r\n", "a JPEG XL image")]
    [InlineData("\0\0\0\x0cjP  \r\n", "a JPEG 2000 image")]
    [InlineData("\0\0\x01\0\x01\0", "a Windows icon")]
    [InlineData("\0\0\x02\0\x01\0", "a Windows cursor")]
    [InlineData("8BPS\0\x02", "a large Photoshop document (PSB)")]
    [InlineData("qoif\0\0\0\x01", "a QOI image")]
    [InlineData("P6\n2 2\n255\n", "a Netpbm image (PBM, PGM, PPM or PAM)")]
    [InlineData("P7\nWIDTH 2", "a Netpbm image (PBM, PGM, PPM or PAM)")]
    [InlineData("#?RADIANCE\nFORMAT=32-bit_rle_rgbe", "a Radiance HDR image")]
    [InlineData("DDS |\0\0\0", "a DDS texture")]
    [InlineData("SIMPLE  =                    T", "a FITS image")]
    [InlineData("gimp xcf v011\0", "a GIMP image (XCF)")]
    [InlineData("\x01\0\x09\0\0\x03", "a Windows metafile (WMF)")]
    [InlineData("%!PS-Adobe-3.0 EPSF-3.0", "a PostScript document")]
    [InlineData("FUJIFILMCCD-RAW 0201", "a Fujifilm raw image (RAF)")]
    [InlineData("IIU\0\x18\0\0\0", "a Panasonic raw image (RW2)")]
    [InlineData("IIRO\x08\0\0\0", "an Olympus raw image (ORF)")]
    [InlineData("\0\0\0\u0018ftypcrx \0\0\0\x01", "a Canon raw image (CR3)")]
    [InlineData("II*\0\x10\0\0\0CR\x02\0", "a Canon raw image (CR2)")]
    [InlineData("\0\0\0\u0018ftypM4A \0\0\0\0", "MPEG-4 audio")]
    [InlineData("ID3\x04\0", "MP3 audio")]
    [InlineData("OggS\0\x02", "an Ogg file (audio or video)")]
    [InlineData("/* XPM */\nstatic char *x[]", "an XPM image")]
    [InlineData("", "empty (0 bytes)")]
    [InlineData("\x01\x02\x03\x04", "a file of an unknown type")]
    [InlineData("GIF89a", "a GIF image")]
    public void FileIsDescribedByItsFirstBytes(string content, string expected)
        => Assert.Equal(expected, FormatSniffer.Describe(Encoding.UTF8.GetBytes(content)));

    [Theory]
    [InlineData("FF0A", "a JPEG XL image")]
    [InlineData("FF4FFF51002F", "a JPEG 2000 image")]
    [InlineData("4949BC0120000000", "a JPEG XR image")]
    [InlineData("762F310102000000", "an OpenEXR image")]
    [InlineData("C5D0D3C620000000", "an encapsulated PostScript document (EPS)")]
    [InlineData("D7CDC69A0000", "a Windows metafile (WMF)")]
    [InlineData("1F8B08", "a gzip archive (or a compressed SVG drawing)")]
    [InlineData("377ABCAF271C", "a 7-Zip archive")]
    [InlineData("1A45DFA3", "a Matroska or WebM video")]
    [InlineData("00000200000000000000000040003000182000", "a TGA image")]
    [InlineData("000109000000011800000000400030000800", "a TGA image")]
    [InlineData("00000A00000000000000000040003000200800", "a TGA image")]
    [InlineData("000002000000000000000000000030001820", "a file of an unknown type")]
    public void BinaryFileIsDescribedByItsFirstBytes(string content, string expected)
        => Assert.Equal(expected, FormatSniffer.Describe(Convert.FromHexString(content)));

    [Fact]
    public void DicomIsRecognisedBehindItsPreamble() =>
        Assert.Equal("a DICOM image", FormatSniffer.Describe([.. new byte[128], .. "DICM"u8]));

    [Theory]
    [InlineData("NIKON CORPORATION", "a Nikon raw image (NEF)")]
    [InlineData("SONY", "a Sony raw image (ARW)")]
    [InlineData("Unheard of", "a camera raw image")]
    public void RawFileThatStartsWithAThumbnailIsNotATiff(string make, string expected)
    {
        int[] text = [.. Encoding.ASCII.GetBytes(make + "\0").Select(letter => (int)letter)];
        foreach (var isBigEndian in (bool[])[false, true])
        {
            var image = new TiffImage(2, 2, 8, 2)
            {
                IsBigEndian = isBigEndian,
                Tags = [(254, TiffImage.Long, [1]), (271, TiffImage.Ascii, text), (330, TiffImage.Long, [8])],
            };
            var raw = image.Write((_, _) => [0, 0, 0]);

            Assert.Equal((null, expected), (FormatSniffer.Sniff(raw), FormatSniffer.Describe(raw)));
        }
    }

    [Fact]
    public void DngIsNotATiff()
    {
        var dng = new TiffImage(2, 2, 8, 2) { Tags = [(50706, TiffImage.Byte, [1, 4, 0, 0])] }.Write((_, _) => [0, 0, 0]);

        Assert.Equal((null, "a raw image (DNG)"), (FormatSniffer.Sniff(dng), FormatSniffer.Describe(dng)));
    }

    [Fact]
    public void PhotographOfACameraInATiffIsATiff()
    {
        int[] make = [.. "NIKON\0"u8.ToArray().Select(letter => (int)letter)];
        var tiff = new TiffImage(2, 2, 8, 2) { Tags = [(254, TiffImage.Long, [0]), (271, TiffImage.Ascii, make), (330, TiffImage.Long, [8])] }.Write((_, _) => [0, 0, 0]);

        Assert.Equal(ImageFormat.Tiff, FormatSniffer.Sniff(tiff));
    }

    [Fact]
    public void RandomBytesNeverMakeTheSnifferFail()
    {
        var random = new Random(1);
        var starts = new[] { "", "II*\0\x08\0\0\0", "MM\0*\0\0\0\x08", "RIFF", "BM", "\0\0\0\u0018ftyp", "\0\0\0\x18ftypmif1", "II", "<", "\0\0\0\x0c" };
        for (var i = 0; i < 2000; i++)
        {
            var content = new byte[random.Next(64)];
            random.NextBytes(content);
            var start = Encoding.UTF8.GetBytes(starts[i % starts.Length]).AsSpan();
            start[..Math.Min(start.Length, content.Length)].CopyTo(content);

            Assert.NotEmpty(FormatSniffer.Describe(content));
        }
    }
}
