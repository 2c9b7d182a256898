using System.Globalization;
using System.Text;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Tests.Imaging;

/// <summary>Reads and writes portable arbitrary maps: a few lines of text, then the samples. Most image viewers open them. Source: netpbm.sourceforge.net/doc/pam.html.</summary>
internal static class PamFile
{
    public static void Write(string file, PixelBuffer picture)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var type = picture.HasAlpha ? "RGB_ALPHA" : "RGB";
        using var stream = File.Create(file);
        stream.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"P7\nWIDTH {picture.Width}\nHEIGHT {picture.Height}\nDEPTH {picture.Channels}\nMAXVAL 255\nTUPLTYPE {type}\nENDHDR\n")));
        stream.Write(picture.Span);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PixelBuffer Read(string file)
    {
        var content = File.ReadAllBytes(file);
        var end = content.AsSpan().IndexOf("ENDHDR\n"u8) + 7;
        var header = Encoding.ASCII.GetString(content, 0, end).Split('\n').Select(line => line.Split(' '))
            .Where(words => words.Length == 2).ToDictionary(words => words[0], words => words[1]);
        var picture = new PixelBuffer(Number("WIDTH"), Number("HEIGHT"), Number("DEPTH"));
        content.AsSpan(end, picture.Length).CopyTo(picture.Span);
        return picture;

        int Number(string key) => int.Parse(header[key], CultureInfo.InvariantCulture);
    }
}
