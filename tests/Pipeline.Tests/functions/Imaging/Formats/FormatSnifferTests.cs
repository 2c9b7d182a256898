using System.Text;
using Pipeline.Imaging.Formats;

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
    [InlineData("", "empty (0 bytes)")]
    [InlineData("\x01\x02\x03\x04", "a file of an unknown type")]
    [InlineData("GIF89a", "a GIF image")]
    public void FileIsDescribedByItsFirstBytes(string content, string expected)
        => Assert.Equal(expected, FormatSniffer.Describe(Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void RandomBytesNeverMakeTheSnifferFail()
    {
        var random = new Random(1);
        var starts = new[] { "", "RIFF", "BM", "\0\0\0\u0018ftyp", "\0\0\0\x18ftypmif1", "II", "<", "\0\0\0\x0c" };
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
