using System.IO.Compression;

namespace Pipeline.Testing.Files;

/// <summary>A TIFF of one kind, and the picture in it.</summary>
/// <param name="File">The file.</param>
/// <param name="Pixel">The right pixel at x and y: 3 or 4 samples from 0 to 1.</param>
/// <param name="Tolerance">Largest difference in 8-bit levels where alpha is at least an eighth.</param>
internal sealed record TiffVariant(byte[] File, Func<int, int, double[]> Pixel, int Tolerance = 2);

/// <summary>One picture as TIFFs of every kind that people upload, by name.</summary>
internal static class TiffVariants
{
    public const int Width = 41;
    public const int Height = 30;

    private const int WhiteIsZero = 0;
    private const int BlackIsZero = 1;
    private const int Rgb = 2;
    private const int Palette = 3;
    private const int Separated = 5;
    private const int YCbCr = 6;
    private const int CieLab = 8;
    private const int Unspecified = 0;
    private const int Associated = 1;
    private const int Unassociated = 2;

    /// <summary>Kinds whose meaning is not agreed on, or that nothing reads: every codec refuses them.</summary>
    public static IReadOnlyList<string> RefusedByAll { get; } =
    [
        "signed grey of 16 bits", "signed RGB of 8 bits", "floating-point RGB declared up to 255", "inks other than CMYK", "ICC Lab", "ITU Lab", "LogLuv",
        "colour filter array", "RGB with alpha after a spot colour", "floating-point grey from white to black", "compression 12345", "grey of 1 bit with alpha",
    ];

    public static IReadOnlyDictionary<string, TiffVariant> All { get; } = Create();

    private static Dictionary<string, TiffVariant> Create()
    {
        var all = new Dictionary<string, TiffVariant>();
        foreach (var bits in (int[])[8, 16])
        {
            foreach (var isBigEndian in (bool[])[false, true])
            {
                AddWholeBytes(all, bits, isBigEndian);
            }
        }

        AddSmallSamples(all);
        AddLargeSamples(all);
        AddContainers(all);
        AddRefused(all);
        return all;
    }

    private static void AddWholeBytes(Dictionary<string, TiffVariant> all, int bits, bool isBigEndian)
    {
        TiffImage Image(int photometric, params int[]? extra) => new(Width, Height, bits, photometric) { IsBigEndian = isBigEndian, ExtraSamples = extra is [] ? null : extra };
        void Add(string name, TiffImage image, Func<int, int, double[]> stored, Func<int, int, double[]> pixel, int tolerance = 2) =>
            all.Add($"{name}, {bits} bits, {(isBigEndian ? "big" : "little")}-endian", new(image.Write(stored), pixel, tolerance));

        Add("RGB", Image(Rgb), Colour, Colour);
        Add("RGB in planes", Image(Rgb) with { IsPlanar = true }, Colour, Colour);
        Add("RGB in tiles", Image(Rgb) with { TileEdge = 16 }, Colour, Colour);
        Add("RGB in tiles and planes", Image(Rgb) with { TileEdge = 16, IsPlanar = true }, Colour, Colour);
        Add("grey", Image(BlackIsZero), Grey, GreyAsRgb);
        Add("grey from white to black", Image(WhiteIsZero), Inverted(Grey), GreyAsRgb);
        Add("RGB with straight alpha", Image(Rgb, Unassociated), WithAlpha(Colour), WithAlpha(Colour));
        Add("RGB with associated alpha", Image(Rgb, Associated), Premultiplied(WithAlpha(Colour)), WithAlpha(Colour), tolerance: 5);
        Add("RGB with associated alpha in planes", Image(Rgb, Associated) with { IsPlanar = true }, Premultiplied(WithAlpha(Colour)), WithAlpha(Colour), tolerance: 5);
        Add("RGB with unspecified alpha", Image(Rgb, Unspecified), WithAlpha(Colour), WithAlpha(Colour));
        Add("RGB with undeclared alpha", Image(Rgb), WithAlpha(Colour), WithAlpha(Colour));
        Add("RGB with two spot colours", Image(Rgb, Unspecified, Unspecified), WithAlpha(WithAlpha(Colour)), Colour);
        Add("RGB with alpha and a spot colour", Image(Rgb, Unassociated, Unspecified), WithAlpha(WithAlpha(Colour)), WithAlpha(Colour));
        Add("grey with straight alpha", Image(BlackIsZero, Unassociated), WithAlpha(Grey), WithAlpha(GreyAsRgb));
        Add("grey with associated alpha", Image(BlackIsZero, Associated), Premultiplied(WithAlpha(Grey)), WithAlpha(GreyAsRgb), tolerance: 5);
        Add("grey from white to black with alpha", Image(WhiteIsZero, Unassociated), WithAlpha(Inverted(Grey)), WithAlpha(GreyAsRgb));
        Add("CMYK white", Image(Separated), (_, _) => [0, 0, 0, 0], (_, _) => [1, 1, 1]);
        Add("CMYK white with alpha", Image(Separated, Unassociated), WithAlpha((_, _) => [0, 0, 0, 0]), WithAlpha((_, _) => [1, 1, 1]));
        Add("CMYK white with a spot colour", Image(Separated, Unspecified), WithAlpha((_, _) => [0, 0, 0, 0]), (_, _) => [1, 1, 1]);
        Add("CIE Lab", Image(CieLab), (_, _) => [0.6, 0, 0], (_, _) => [0.5667, 0.5667, 0.5667]);
        Add("CIE Lab with alpha", Image(CieLab, Unassociated), WithAlpha((_, _) => [0.6, 0, 0]), WithAlpha((_, _) => [0.5667, 0.5667, 0.5667]));
    }

    private static void AddSmallSamples(Dictionary<string, TiffVariant> all)
    {
        foreach (var bits in (int[])[1, 2, 4])
        {
            var grey = Rounded(Grey, bits);
            all.Add($"grey of {bits} bits", new(new TiffImage(Width, Height, bits, BlackIsZero).Write(grey), AsRgb(grey)));
            all.Add($"grey of {bits} bits from white to black", new(new TiffImage(Width, Height, bits, WhiteIsZero).Write(Inverted(grey)), AsRgb(grey)));
            all.Add($"grey of {bits} bits in tiles", new(new TiffImage(Width, Height, bits, BlackIsZero) { TileEdge = 16 }.Write(grey), AsRgb(grey)));
            all.Add($"RGB of {bits} bits", new(new TiffImage(Width, Height, bits, Rgb).Write(Colour), Rounded(Colour, bits)));
        }

        foreach (var bits in (int[])[10, 12, 14])
        {
            all.Add($"grey of {bits} bits", new(new TiffImage(Width, Height, bits, BlackIsZero).Write(Grey), GreyAsRgb));
            all.Add($"RGB of {bits} bits", new(new TiffImage(Width, Height, bits, Rgb).Write(Colour), Colour));
        }

        foreach (var bits in (int[])[1, 2, 4, 8, 16])
        {
            var colours = 1 << bits;
            double[] Entry(int index) => [index * 37 % 256 / 255.0, index * 91 % 256 / 255.0, index * 150 % 256 / 255.0];
            int[] map = [.. Enumerable.Range(0, 3).SelectMany(channel => Enumerable.Range(0, colours).Select(i => (int)(Entry(i)[channel] * 65535)))];
            var image = new TiffImage(Width, Height, bits, Palette) { Tags = [(320, TiffImage.Short, map)] };
            all.Add($"palette of {bits} bits", new(
                image.Write((x, y) => [((x * 3) + (y * 5)) % colours / (colours - 1.0)]), (x, y) => Entry(((x * 3) + (y * 5)) % colours)));
        }
    }

    private static void AddLargeSamples(Dictionary<string, TiffVariant> all)
    {
        foreach (var isBigEndian in (bool[])[false, true])
        {
            var order = isBigEndian ? "big-endian" : "little-endian";
            TiffImage Image(int bits, int photometric, int format) => new(Width, Height, bits, photometric) { IsBigEndian = isBigEndian, SampleFormat = format };
            all.Add($"grey of 32 bits, {order}", new(Image(32, BlackIsZero, TiffImage.Unsigned).Write(Grey), GreyAsRgb));
            all.Add($"RGB of 32 bits with alpha, {order}", new(
                (Image(32, Rgb, TiffImage.Unsigned) with { ExtraSamples = [Unassociated] }).Write(WithAlpha(Colour)), WithAlpha(Colour)));
            foreach (var bits in (int[])[16, 32, 64])
            {
                all.Add($"floating-point grey of {bits} bits, {order}", new(Image(bits, BlackIsZero, TiffImage.FloatingPoint).Write(Grey), GreyAsRgb));
                all.Add($"floating-point RGB of {bits} bits, {order}", new(Image(bits, Rgb, TiffImage.FloatingPoint).Write(Colour), Colour));
                all.Add($"floating-point RGB of {bits} bits with alpha, {order}", new(
                    (Image(bits, Rgb, TiffImage.FloatingPoint) with { ExtraSamples = [Unassociated] }).Write(WithAlpha(Colour)), WithAlpha(Colour)));
            }
        }
    }

    private static void AddContainers(Dictionary<string, TiffVariant> all)
    {
        var rgb = new TiffImage(Width, Height, 8, Rgb);
        all.Add("BigTIFF", new((rgb with { IsBigTiff = true }).Write(Colour), Colour));
        all.Add("BigTIFF, big-endian", new((rgb with { IsBigTiff = true, IsBigEndian = true }).Write(Colour), Colour));
        all.Add("Deflate", new((rgb with { Compression = 8 }).WriteChunks(3, Deflate(rgb.Write(Colour).AsSpan(8, Width * Height * 3))), Colour));
        all.Add("YCbCr", new(
            (new TiffImage(Width, Height, 8, YCbCr) { Tags = [(530, TiffImage.Short, [1, 1])] }).Write((x, y) => ToYCbCr(Colour(x, y))), Colour));
        // Entries that libtiff reports as errors, but that have nothing to do with the pixels.
        all.Add("private tag of an unknown type", new((rgb with { Tags = [(65000, 99, [1, 2, 3, 4, 5, 6, 7])] }).Write(Colour), Colour));
        all.Add("private tag of type 0, BigTIFF", new((rgb with { IsBigTiff = true, Tags = [(65000, 0, [1])] }).Write(Colour), Colour));
        all.Add("private tag of type 0, big-endian", new((rgb with { IsBigEndian = true, Tags = [(65000, 0, [1])] }).Write(Colour), Colour));
        all.Add("orientation out of range", new((rgb with { Tags = [(274, TiffImage.Short, [9])] }).Write(Colour), Colour));
        all.Add("unit of resolution out of range", new((rgb with { Tags = [(296, TiffImage.Short, [7])] }).Write(Colour), Colour));
        all.Add("EXIF beyond the file", new((rgb with { Tags = [(34665, TiffImage.Long, [0x7FFF_FF00])] }).Write(Colour), Colour));
    }

    private static void AddRefused(Dictionary<string, TiffVariant> all)
    {
        var rgb = new TiffImage(Width, Height, 8, Rgb);
        all.Add("signed grey of 16 bits", new(new TiffImage(Width, Height, 16, BlackIsZero) { SampleFormat = TiffImage.Signed }.Write(Grey), GreyAsRgb));
        all.Add("signed RGB of 8 bits", new((rgb with { SampleFormat = TiffImage.Signed }).Write(Colour), Colour));
        all.Add("floating-point RGB declared up to 255", new(
            new TiffImage(Width, Height, 32, Rgb) { SampleFormat = TiffImage.FloatingPoint, Tags = [(341, 11, [BitConverter.SingleToInt32Bits(255)])] }.Write(Colour), Colour));
        all.Add("inks other than CMYK", new((new TiffImage(Width, Height, 8, Separated) { Tags = [(332, TiffImage.Short, [2])] }).Write(Colour), Colour));
        all.Add("ICC Lab", new((rgb with { Photometric = 9 }).Write(Colour), Colour));
        all.Add("ITU Lab", new((rgb with { Photometric = 10 }).Write(Colour), Colour));
        all.Add("LogLuv", new((rgb with { Photometric = 32845 }).Write(Colour), Colour));
        all.Add("colour filter array", new(new TiffImage(Width, Height, 16, 32803).Write(Grey), GreyAsRgb));
        all.Add("RGB with alpha after a spot colour", new((rgb with { ExtraSamples = [Unspecified, Unassociated] }).Write(WithAlpha(WithAlpha(Colour))), WithAlpha(Colour)));
        all.Add("floating-point grey from white to black", new(
            new TiffImage(Width, Height, 32, WhiteIsZero) { SampleFormat = TiffImage.FloatingPoint }.Write(Inverted(Grey)), GreyAsRgb));
        all.Add("compression 12345", new((rgb with { Compression = 12345 }).Write(Colour), Colour));
        all.Add("grey of 1 bit with alpha", new((new TiffImage(Width, Height, 1, BlackIsZero) { ExtraSamples = [Unassociated] }).Write(WithAlpha(Grey)), WithAlpha(GreyAsRgb)));
    }

    private static double[] Colour(int x, int y) => [x / (Width - 1.0), y / (Height - 1.0), ((x * 7) + (y * 3)) % 16 / 15.0];

    private static double[] Grey(int x, int y) => [(0.7 * x / (Width - 1)) + (0.3 * y / (Height - 1))];

    private static double[] GreyAsRgb(int x, int y) => AsRgb(Grey)(x, y);

    private static Func<int, int, double[]> AsRgb(Func<int, int, double[]> grey) => (x, y) => [grey(x, y)[0], grey(x, y)[0], grey(x, y)[0]];

    private static Func<int, int, double[]> Inverted(Func<int, int, double[]> pixel) => (x, y) => [.. pixel(x, y).Select(sample => 1 - sample)];

    private static Func<int, int, double[]> Rounded(Func<int, int, double[]> pixel, int bits) =>
        (x, y) => [.. pixel(x, y).Select(sample => Math.Round(sample * ((1 << bits) - 1)) / ((1 << bits) - 1))];

    private static Func<int, int, double[]> WithAlpha(Func<int, int, double[]> pixel) => (x, y) => [.. pixel(x, y), 1 - (0.9 * x / (Width - 1))];

    private static Func<int, int, double[]> Premultiplied(Func<int, int, double[]> pixel) =>
        (x, y) => [.. pixel(x, y)[..^1].Select(sample => sample * pixel(x, y)[^1]), pixel(x, y)[^1]];

    private static double[] ToYCbCr(double[] rgb)
    {
        var luma = (0.299 * rgb[0]) + (0.587 * rgb[1]) + (0.114 * rgb[2]);
        return [luma, ((rgb[2] - luma) / 1.772) + 0.5, ((rgb[0] - luma) / 1.402) + 0.5];
    }

    private static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return compressed.ToArray();
    }
}
