using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Testing.Files;

/// <summary>Coded pictures to make HEIF files of, the same in HEIC and AVIF.</summary>
/// <param name="Brand">Brand of the files.</param>
/// <param name="Quarters">128 x 64 pixels in four quarters.</param>
/// <param name="Halves">128 x 64 pixels: alpha 255 on the left and 64 on the right.</param>
/// <param name="Tiles">64 x 64 pixels of one colour each.</param>
internal sealed record HeifPictures(string Brand, HeifPicture Quarters, HeifPicture Halves, HeifPicture[] Tiles)
{
    /// <summary>Colours of the quarters, row by row.</summary>
    public static IReadOnlyList<byte[]> Colours { get; } = [[220, 40, 40], [40, 200, 40], [40, 40, 220], [230, 220, 40]];

    public static HeifPictures ForHeic() => new(
        "heic", HeifPicture.Read(HeicPictures.Quarters), HeifPicture.Read(HeicPictures.Halves), [.. HeicPictures.Tiles.Select(HeifPicture.Read)]);

    public static HeifPictures ForAvif(IImageCodec codec)
    {
        return new(
            "avif", Encode(128, 64, (x, y) => Colours[(x / 64) + (2 * (y / 32))]), Encode(128, 64, (x, _) => x < 64 ? [255, 255, 255] : [64, 64, 64]),
            [.. Colours.Select(colour => Encode(64, 64, (_, _) => colour))]);

        HeifPicture Encode(int width, int height, Func<int, int, byte[]> colourAt)
        {
            using var pixels = new PixelBuffer(width, height, 3);
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    colourAt(x, y).CopyTo(pixels.Row(y)[(x * 3)..]);
                }
            }

            return HeifPicture.Read(codec.Encode(new Picture(pixels), new EncodeOptions(ImageFormat.Avif, 90)));
        }
    }

    /// <summary>A file of the quarters with these properties.</summary>
    public HeifFile FileOfQuarters(params HeifProperty[] properties)
    {
        var file = new HeifFile(Brand);
        file.Add(Quarters, properties);
        return file;
    }
}
