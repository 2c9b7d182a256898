using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>
/// What the first directory of a TIFF says about how its pixels are stored: what a codec must know to decide whether it reads them faithfully.
/// A tag that is missing has the default of the specification, except where noted.
/// </summary>
/// <seealso href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0</seealso>
public sealed record TiffHeader
{
    private const int MaxSamples = 64;
    private const int MaxSubdirectories = 16;

    /// <summary>Whether the file is a BigTIFF.</summary>
    public bool IsBig { get; private init; }

    /// <summary>Bits of the first sample.</summary>
    public int BitsPerSample { get; private init; } = 1;

    /// <summary>Whether all samples have as many bits as the first, and the same format.</summary>
    public bool HasUniformSamples { get; private init; } = true;

    public int SamplesPerPixel { get; private init; } = 1;

    public TiffSampleFormat SampleFormat { get; private init; } = TiffSampleFormat.Unsigned;

    /// <summary>The tag has no default; <see cref="TiffPhotometric.Unknown"/> if it is missing.</summary>
    public TiffPhotometric Photometric { get; private init; } = TiffPhotometric.Unknown;

    public TiffCompression Compression { get; private init; } = TiffCompression.None;

    /// <summary>Whether each kind of sample has a plane of its own.</summary>
    public bool IsPlanar { get; private init; }

    public bool IsTiled { get; private init; }

    /// <summary>Height in pixels; 0 if the tag is missing.</summary>
    public long Height { get; private init; }

    /// <summary>Rows of each strip but the last. Without the tag, one strip has all rows.</summary>
    public long RowsPerStrip { get; private init; }

    /// <summary>What each sample after the colours is, as the file says: 0 unspecified, 1 associated alpha, 2 unassociated alpha.</summary>
    public IReadOnlyList<long> ExtraSamples { get; private init; } = [];

    /// <summary>1 to 8; 1 for a value out of range.</summary>
    public int Orientation { get; private init; } = 1;

    /// <summary>Whether the inks of a separated picture are others than cyan, magenta, yellow and black.</summary>
    public bool HasOtherInks { get; private init; }

    /// <summary>The largest sample value that the file declares; null if it declares none as a floating-point number.</summary>
    public double? MaxSampleValue { get; private init; }

    /// <summary>Whether the file is a camera's raw file: the picture that a reader of plain TIFFs finds in it is a thumbnail or a mosaic.</summary>
    public bool IsCameraRaw { get; private init; }

    /// <summary>Samples of the colour: 1 for grey and palette, 4 for CMYK, otherwise 3.</summary>
    public int ColourSamples => Photometric switch
    {
        TiffPhotometric.WhiteIsZero or TiffPhotometric.BlackIsZero or TiffPhotometric.Palette or TiffPhotometric.Mask => 1,
        TiffPhotometric.Separated => 4,
        _ => 3,
    };

    /// <summary>
    /// Index of the alpha sample among those after the colours; null if there is none. A single sample of unspecified meaning after RGB or
    /// grey is alpha, as libtiff and its users read it. After CMYK it is a spot colour.
    /// </summary>
    public int? AlphaIndex
    {
        get
        {
            for (var i = 0; i < ExtraSamples.Count; i++)
            {
                if (ExtraSamples[i] is 1 or 2)
                {
                    return i;
                }
            }

            return SamplesPerPixel - ColourSamples == 1 && Photometric != TiffPhotometric.Separated ? 0 : null;
        }
    }

    public bool HasAlpha => AlphaIndex is not null;

    /// <summary>Reads the header. Needs little memory, whatever the file claims.</summary>
    /// <returns>Null if the file is no TIFF, or its header or first directory cannot be found.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TiffHeader? Read(ImageSource source) => TiffDirectory.ReadFirst(source) is { Count: > 0 } directory ? Read(source, directory) : null;

    private static TiffHeader Read(ImageSource source, TiffDirectory directory)
    {
        var bits = directory.GetNumbers(Tags.BitsPerSample, MaxSamples);
        var formats = directory.GetNumbers(Tags.SampleFormat, MaxSamples);
        return new()
        {
            IsBig = directory.IsBig,
            BitsPerSample = (int)Math.Min(bits.FirstOrDefault(1), int.MaxValue),
            HasUniformSamples = bits.Distinct().Count() <= 1 && formats.Distinct().Count() <= 1,
            SamplesPerPixel = (int)Math.Min(directory.GetNumber(Tags.SamplesPerPixel, 1), int.MaxValue),
            SampleFormat = (TiffSampleFormat)Math.Min(formats.FirstOrDefault(1), int.MaxValue),
            Photometric = (TiffPhotometric)Math.Min(directory.GetNumber(Tags.Photometric, (long)TiffPhotometric.Unknown), int.MaxValue),
            Compression = (TiffCompression)Math.Min(directory.GetNumber(Tags.Compression, 1), int.MaxValue),
            IsPlanar = directory.GetNumber(Tags.PlanarConfiguration, 1) == 2,
            IsTiled = directory.Has(Tags.TileWidth),
            Height = directory.GetNumber(Tags.Height, 0),
            RowsPerStrip = directory.GetNumber(Tags.RowsPerStrip, uint.MaxValue),
            ExtraSamples = directory.GetNumbers(Tags.ExtraSamples, MaxSamples),
            Orientation = directory.GetNumber(Tags.Orientation, 1) is >= 1 and <= 8 and var orientation ? (int)orientation : 1,
            HasOtherInks = directory.GetNumber(Tags.InkSet, 1) != 1,
            MaxSampleValue = directory.GetReal(Tags.MaxSampleValue),
            IsCameraRaw = IsRaw(source, directory),
        };
    }

    /// <summary>
    /// Canon's raw files say so in their first bytes, and DNG has a tag of its own. The others (NEF, ARW, PEF, SRW …) have a picture with a
    /// colour filter array, often in a subdirectory of a thumbnail.
    /// </summary>
    private static bool IsRaw(ImageSource source, TiffDirectory directory)
    {
        Span<byte> canon = stackalloc byte[2];
        return (source.Read(canon, 8) == 2 && canon.SequenceEqual("CR"u8) && directory.Offset == 16)
            || directory.Has(Tags.DngVersion)
            || IsMosaic(directory)
            || directory.GetNumbers(Tags.Subdirectories, MaxSubdirectories).Any(offset => directory.ReadAt((ulong)offset) is { } found && IsMosaic(found));
    }

    private static bool IsMosaic(TiffDirectory directory) =>
        (TiffPhotometric)Math.Min(directory.GetNumber(Tags.Photometric, 0), int.MaxValue) is TiffPhotometric.ColourFilterArray or TiffPhotometric.LinearRaw;

    private static class Tags
    {
        public const ushort Height = 257;
        public const ushort BitsPerSample = 258;
        public const ushort Compression = 259;
        public const ushort Photometric = 262;
        public const ushort Orientation = 274;
        public const ushort SamplesPerPixel = 277;
        public const ushort RowsPerStrip = 278;
        public const ushort PlanarConfiguration = 284;
        public const ushort TileWidth = 322;
        public const ushort Subdirectories = 330;
        public const ushort InkSet = 332;
        public const ushort ExtraSamples = 338;
        public const ushort SampleFormat = 339;
        public const ushort MaxSampleValue = 341;
        public const ushort DngVersion = 50706;
    }
}
