using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;
using Pipeline.Photo.Exif;

namespace Pipeline.Photo.Files;

/// <summary>Facts of a TIFF: its first directory.</summary>
internal static class TiffFacts
{
    private const int MaxBits = 64;

    public static FileFacts Read(ImageSource source, ExifValues exif)
    {
        var header = TiffHeader.Read(source);
        return new()
        {
            ColourModel = header?.Photometric switch
            {
                TiffPhotometric.WhiteIsZero or TiffPhotometric.BlackIsZero or TiffPhotometric.Mask => FileFacts.Grey,
                TiffPhotometric.Rgb or TiffPhotometric.YCbCr => FileFacts.Rgb,
                TiffPhotometric.Palette => FileFacts.Palette,
                TiffPhotometric.Separated => FileFacts.Cmyk,
                TiffPhotometric.CieLab or TiffPhotometric.IccLab or TiffPhotometric.ItuLab => FileFacts.Lab,
                _ => null,
            },
            BitDepth = header?.BitsPerSample is >= 1 and <= MaxBits and var bits ? bits : null,
            Alpha = header?.HasAlpha,
            Profile = exif.GetBytes(ExifTag.IccProfile),
            HasC2pa = exif.GetBytes(ExifTag.C2pa).Length > 0,
        };
    }
}
