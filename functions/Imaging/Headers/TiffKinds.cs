namespace Pipeline.Imaging.Headers;

/// <summary>Tag 339: how to interpret the bits of a sample.</summary>
public enum TiffSampleFormat
{
    Unsigned = 1,
    Signed = 2,
    FloatingPoint = 3,
    Undefined = 4,
    ComplexInteger = 5,
    ComplexFloatingPoint = 6,
}

/// <summary>Tag 262: what the samples of a colour are.</summary>
public enum TiffPhotometric
{
    Unknown = -1,
    WhiteIsZero = 0,
    BlackIsZero = 1,
    Rgb = 2,
    Palette = 3,
    Mask = 4,
    Separated = 5,
    YCbCr = 6,
    CieLab = 8,
    IccLab = 9,
    ItuLab = 10,
    ColourFilterArray = 32803,
    LogL = 32844,
    LogLuv = 32845,
    LinearRaw = 34892,
}

/// <summary>Tag 259: how the pixels are compressed.</summary>
public enum TiffCompression
{
    None = 1,
    CcittRle = 2,
    CcittGroup3 = 3,
    CcittGroup4 = 4,
    Lzw = 5,
    OldJpeg = 6,
    Jpeg = 7,
    Deflate = 8,
    Jbig = 34661,
    CcittRleWords = 32771,
    PackBits = 32773,
    OldDeflate = 32946,
    PixarLog = 32909,
    Jpeg2000 = 34712,
    SgiLog = 34676,
    SgiLog24 = 34677,
    Lerc = 34887,
    Lzma = 34925,
    Zstd = 50000,
    WebP = 50001,
    JpegXl = 50002,
}

/// <summary>Names for messages.</summary>
public static class TiffNames
{
    /// <summary>A compression: <c>ZSTD compression</c>.</summary>
    public static string Describe(this TiffCompression compression) => compression switch
    {
        TiffCompression.OldJpeg => "old-style JPEG compression",
        TiffCompression.CcittRle or TiffCompression.CcittRleWords or TiffCompression.CcittGroup3 or TiffCompression.CcittGroup4 => "CCITT compression",
        TiffCompression.Lzw or TiffCompression.Jpeg or TiffCompression.Jbig or TiffCompression.Lerc or TiffCompression.Lzma or TiffCompression.Zstd =>
            $"{compression.ToString().ToUpperInvariant()} compression",
        TiffCompression.Jpeg2000 => "JPEG 2000 compression",
        TiffCompression.JpegXl => "JPEG XL compression",
        _ when Enum.IsDefined(compression) => $"{compression} compression",
        _ => $"compression {(int)compression}",
    };

    /// <summary>The meaning of colour samples: <c>LogLuv colours</c>.</summary>
    public static string Describe(this TiffPhotometric photometric) => photometric switch
    {
        TiffPhotometric.WhiteIsZero or TiffPhotometric.BlackIsZero => "grey values",
        TiffPhotometric.Rgb => "RGB colours",
        TiffPhotometric.Palette => "a palette",
        TiffPhotometric.Mask => "a transparency mask as its picture",
        TiffPhotometric.Separated => "separated colours",
        TiffPhotometric.CieLab => "CIE Lab colours",
        TiffPhotometric.IccLab => "ICC Lab colours",
        TiffPhotometric.ItuLab => "ITU Lab colours",
        TiffPhotometric.LogL or TiffPhotometric.LogLuv => "LogLuv colours",
        TiffPhotometric.ColourFilterArray or TiffPhotometric.LinearRaw => "raw data of a camera",
        _ when Enum.IsDefined(photometric) => $"{photometric} colours",
        _ => $"colours of kind {(int)photometric}",
    };
}
