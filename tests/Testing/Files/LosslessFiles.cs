using Pipeline.Imaging.Colours;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Metadata;

namespace Pipeline.Testing.Files;

/// <summary>A lossless file of one colour model.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Content">The file.</param>
/// <param name="Pixel">The right pixel at x and y: three or four levels. Null where the right answer is a library's: a profile's conversion.</param>
internal sealed record LosslessFile(ImageFormat Format, byte[] Content, Func<int, int, byte[]>? Pixel);

/// <summary>Noise in every colour model, depth and container that holds it without loss, by name.</summary>
internal static class LosslessFiles
{
    public const int Width = 64;
    public const int Height = 48;

    private const int WhiteIsZero = 0;
    private const int BlackIsZero = 1;
    private const int TiffRgb = 2;
    private const int TiffPalette = 3;
    private const int Separated = 5;
    private const int CieLab = 8;
    private const int Unassociated = 2;

    /// <summary>A press that is no other's, so that only this profile gives the right colours.</summary>
    private static byte[] Press { get; } = IccWriter.WriteTable(
        "Press", ColourModel.Cmyk, gridPoints: 9, (_, value) => value,
        node => [100 * (1 - node[3]) * (1 - (0.2 * node[0]) - (0.3 * node[1]) - (0.05 * node[2])), (60 * node[1]) - (40 * node[0]), (80 * node[2]) - (50 * node[0])]);

    public static IReadOnlyDictionary<string, LosslessFile> All { get; } = Create();

    private static Dictionary<string, LosslessFile> Create()
    {
        var all = new Dictionary<string, LosslessFile>();
        AddPngs(all);
        AddTiffs(all);
        AddInks(all);
        AddProfiles(all);
        AddOthers(all);
        return all;
    }

    private static void AddPngs(Dictionary<string, LosslessFile> all)
    {
        foreach (var depth in (byte[])[1, 2, 4, 8, 16])
        {
            var largest = (1 << depth) - 1;
            void Add(string name, byte colourType, int channels, Func<int, int, byte[]> pixel, params (string, byte[])[] chunks) => all.Add(
                $"PNG, {name}, {depth} bits", new(ImageFormat.Png, PngFile.Write(Width, Height, depth, colourType, Pack(depth, channels), chunks), pixel));

            var chosen = Sample(3, 5, 0) & largest;
            Add("grey", PngFile.Grey, 1, (x, y) => Grey(x, y, depth));
            Add("grey, transparent colour", PngFile.Grey, 1, (x, y) => [.. Grey(x, y, depth), Opaque((Sample(x, y, 0) & largest) != chosen)], ("tRNS", [(byte)(chosen >> 8), (byte)chosen]));
            if (depth < 16)
            {
                byte[] palette = [.. Enumerable.Range(0, 1 << depth).SelectMany(Entry)];
                byte[] alphas = [.. Enumerable.Range(0, 1 << depth).Select(index => (byte)(255 - (index * 53 % 256)))];
                Add("palette", PngFile.Palette, 1, (x, y) => Entry(Sample(x, y, 0) & largest), ("PLTE", palette));
                Add("palette with alpha", PngFile.Palette, 1, (x, y) => [.. Entry(Sample(x, y, 0) & largest), alphas[Sample(x, y, 0) & largest]], ("PLTE", palette), ("tRNS", alphas));
            }

            if (depth >= 8)
            {
                Add("grey with alpha", PngFile.GreyAlpha, 2, (x, y) => [.. Grey(x, y, depth), Level(x, y, 1, depth)]);
                Add("RGB", PngFile.Rgb, 3, (x, y) => Rgb(x, y, depth));
                Add("RGB with alpha", PngFile.Rgba, 4, (x, y) => [.. Rgb(x, y, depth), Level(x, y, 3, depth)]);
            }
        }
    }

    private static void AddTiffs(Dictionary<string, LosslessFile> all)
    {
        foreach (var depth in (int[])[1, 2, 4, 8, 16])
        {
            var largest = (1 << depth) - 1;
            void Add(string name, TiffImage image, int channels, Func<int, int, byte[]> pixel, bool isInverted = false) => all.Add(
                $"TIFF, {name}, {depth} bits", new(
                    ImageFormat.Tiff,
                    image.Write((x, y) => [.. Enumerable.Range(0, channels).Select(channel => Math.Abs((isInverted ? 1 : 0) - ((Sample(x, y, channel) & largest) / (double)largest)))]),
                    pixel));

            TiffImage Image(int photometric, bool hasAlpha = false) =>
                new(Width, Height, depth, photometric) { ExtraSamples = hasAlpha ? [Unassociated] : null };
            Add("grey", Image(BlackIsZero), 1, (x, y) => Grey(x, y, depth));
            Add("grey from white to black", Image(WhiteIsZero), 1, (x, y) => Grey(x, y, depth), isInverted: true);
            if (depth <= 8)
            {
                int[] map = [.. Enumerable.Range(0, 3).SelectMany(channel => Enumerable.Range(0, 1 << depth).Select(index => Entry(index)[channel] * 257))];
                Add("palette", Image(TiffPalette) with { Tags = [(320, TiffImage.Short, map)] }, 1, (x, y) => Entry(Sample(x, y, 0) & largest));
            }

            if (depth >= 8)
            {
                Add("grey with alpha", Image(BlackIsZero, hasAlpha: true), 2, (x, y) => [.. Grey(x, y, depth), Level(x, y, 1, depth)]);
                Add("RGB", Image(TiffRgb), 3, (x, y) => Rgb(x, y, depth));
                Add("RGB with alpha", Image(TiffRgb, hasAlpha: true), 4, (x, y) => [.. Rgb(x, y, depth), Level(x, y, 3, depth)]);
            }
        }
    }

    /// <summary>Printing inks and CIELAB, which become RGB by a conversion.</summary>
    private static void AddInks(Dictionary<string, LosslessFile> all)
    {
        foreach (var depth in (int[])[8, 16])
        {
            double[] Inks(int x, int y, int channels) => [.. Enumerable.Range(0, channels).Select(channel => Level(x, y, channel, 8) / 255.0)];
            var image = new TiffImage(Width, Height, depth, Separated);
            all.Add($"TIFF, CMYK, {depth} bits", new(ImageFormat.Tiff, image.Write((x, y) => Inks(x, y, 4)), null));
            all.Add($"TIFF, CMYK with a profile, {depth} bits", new(ImageFormat.Tiff, (image with { Tags = [Profile(Press)] }).Write((x, y) => Inks(x, y, 4)), null));
            all.Add($"TIFF, CMYK with alpha, {depth} bits", new(ImageFormat.Tiff, (image with { ExtraSamples = [Unassociated] }).Write((x, y) => Inks(x, y, 5)), null));
            all.Add($"TIFF, CIELAB, {depth} bits", new(
                ImageFormat.Tiff,
                new TiffImage(Width, Height, depth, CieLab).Write((x, y) => [.. Lab(x, y).Select((value, channel) => channel == 0 ? value / 100 : EncodeSigned(value, depth))]),
                (x, y) => [.. ColourSpace.Multiply(ColourSpace.Srgb.FromD50, ColourSpace.FromLab(Lab(x, y)[0], Lab(x, y)[1], Lab(x, y)[2])).Select(EncodeLevel)]));
        }
    }

    private static void AddProfiles(Dictionary<string, LosslessFile> all)
    {
        foreach (var depth in (int[])[8, 16])
        {
            // Levels of 8 bits also in 16: ImageMagick rounds to 8 bits before it converts.
            byte[] rows = [.. Pack(8, 3).SelectMany(level => Enumerable.Repeat(level, depth / 8))];
            foreach (var (name, profile) in ((string, byte[])[])[("Display P3", IccFile.DisplayP3), ("Adobe RGB", IccFile.AdobeRgb), ("gamma 1.8", IccFile.Gamma18)])
            {
                all.Add($"PNG, RGB with {name}, {depth} bits", new(
                    ImageFormat.Png, PngFile.Write(Width, Height, (byte)depth, PngFile.Rgb, rows, PngFile.Profile(profile)), null));
                all.Add($"TIFF, RGB with {name}, {depth} bits", new(
                    ImageFormat.Tiff,
                    (new TiffImage(Width, Height, depth, TiffRgb) { Tags = [Profile(profile)] }).Write((x, y) => [.. Enumerable.Range(0, 3).Select(channel => Level(x, y, channel, 8) / 255.0)]),
                    null));
            }

            foreach (var (name, transfer) in ((string, byte)[])[("PQ", 16), ("HLG", 18)])
            {
                all.Add($"PNG, RGB of {name}, {depth} bits", new(
                    ImageFormat.Png, PngFile.Write(Width, Height, (byte)depth, PngFile.Rgb, rows, ("cICP", [9, transfer, 0, 1])), null));
            }

            all.Add($"TIFF, grey with gamma 1.8, {depth} bits", new(
                ImageFormat.Tiff,
                (new TiffImage(Width, Height, depth, BlackIsZero) { Tags = [Profile(IccFile.GreyGamma18)] }).Write((x, y) => [Level(x, y, 0, 8) / 255.0]),
                null));
        }
    }

    private static void AddOthers(Dictionary<string, LosslessFile> all)
    {
        byte[] indexes = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(Sample(i % Width, i / Width, 0) & 127))];
        byte[][] palette = [.. Enumerable.Range(0, 128).Select(Entry)];
        var frame = new GifTestFrame(0, 0, Width, Height, indexes);
        all.Add("WebP, RGB", new(ImageFormat.WebP, LosslessWebP.Write(Width, Height, (x, y) => Rgb(x, y, 8)), (x, y) => Rgb(x, y, 8)));
        all.Add("WebP, RGB with alpha", new(
            ImageFormat.WebP, LosslessWebP.Write(Width, Height, (x, y) => [.. Rgb(x, y, 8), Level(x, y, 3, 8)]), (x, y) => [.. Rgb(x, y, 8), Level(x, y, 3, 8)]));
        all.Add("WebP, grey", new(ImageFormat.WebP, LosslessWebP.Write(Width, Height, (x, y) => Grey(x, y, 8)), (x, y) => Grey(x, y, 8)));
        all.Add("GIF", new(
            ImageFormat.Gif, new GifAnimation(Width, Height, frame) { Palette = palette }.Write(), (x, y) => Entry(Sample(x, y, 0) & 127)));
        all.Add("GIF, transparent index", new(
            ImageFormat.Gif,
            new GifAnimation(Width, Height, frame with { TransparentIndex = 9 }) { Palette = palette }.Write(),
            (x, y) => [.. Entry(Sample(x, y, 0) & 127), Opaque((Sample(x, y, 0) & 127) != 9)]));
        all.Add("BMP, RGB", new(
            ImageFormat.Bmp,
            new BmpFile(Width, Height, 40, 24, [.. Enumerable.Range(0, Width * Height).SelectMany(i => Rgb(i % Width, Height - 1 - (i / Width), 8).Reverse())]).Write(),
            (x, y) => Rgb(x, y, 8)));
        all.Add("BMP, palette", new(
            ImageFormat.Bmp,
            new BmpFile(Width, Height, 40, 8, [.. Enumerable.Range(0, Height).Reverse().SelectMany(y => indexes[(y * Width)..((y + 1) * Width)])])
            {
                Palette = [.. palette.Select(entry => entry.Reverse().ToArray())],
            }.Write(),
            (x, y) => Entry(Sample(x, y, 0) & 127)));
    }

    private static (ushort, ushort, int[]) Profile(byte[] profile) => (34675, 7, [.. profile.Select(value => (int)value)]);

    /// <summary>Noise of 16 bits, the same on every machine.</summary>
    private static int Sample(int x, int y, int channel)
    {
        var hash = (uint)((x * 374_761_393) + (y * 668_265_263) + (channel * 974_634_777));
        hash = (hash ^ (hash >> 13)) * 1_274_126_177;
        return (int)((hash ^ (hash >> 16)) & 0xFFFF);
    }

    private static byte Level(int x, int y, int channel, int depth)
    {
        var largest = (1 << depth) - 1;
        return (byte)Math.Round((Sample(x, y, channel) & largest) * 255.0 / largest);
    }

    private static byte[] Grey(int x, int y, int depth) => [Level(x, y, 0, depth), Level(x, y, 0, depth), Level(x, y, 0, depth)];

    private static byte[] Rgb(int x, int y, int depth) => [Level(x, y, 0, depth), Level(x, y, 1, depth), Level(x, y, 2, depth)];

    private static byte[] Entry(int index) => [(byte)(index * 37), (byte)((index * 91) + 5), (byte)((index * 150) + 10)];

    private static byte Opaque(bool isOpaque) => isOpaque ? byte.MaxValue : byte.MinValue;

    /// <summary>Lightness 20 to 90, and colours that sRGB has.</summary>
    private static double[] Lab(int x, int y) => [20 + (Level(x, y, 0, 8) * 70 / 255), (Level(x, y, 1, 8) * 40 / 255) - 20, (Level(x, y, 2, 8) * 40 / 255) - 20];

    private static double EncodeSigned(double value, int depth)
    {
        var stored = (int)value * (depth == 8 ? 1 : 256);
        return (stored < 0 ? stored + (1 << depth) : stored) / (double)((1 << depth) - 1);
    }

    private static byte EncodeLevel(double linear)
    {
        var light = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (light <= 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055));
    }

    /// <summary>Rows of samples, packed from the highest bit on.</summary>
    private static byte[] Pack(byte depth, int channels)
    {
        var rows = new List<byte>();
        for (var y = 0; y < Height; y++)
        {
            var (bits, count) = (0, 0);
            for (var i = 0; i < Width * channels; i++)
            {
                var sample = Sample(i / channels, y, i % channels) & ((1 << depth) - 1);
                (bits, count) = ((bits << depth) | sample, count + depth);
                for (; count >= 8; count -= 8)
                {
                    rows.Add((byte)(bits >> (count - 8)));
                }

                bits &= (1 << count) - 1;
            }
        }

        return [.. rows];
    }
}
