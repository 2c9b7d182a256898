using MetadataExtractor.Formats.Iptc;
using Pipeline.Core.Photos;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Metadata;
using Pipeline.Photo.Exif;
using Pipeline.Photo.Files;
using Pipeline.Photo.Iptc;
using Pipeline.Photo.Xmp;

namespace Pipeline.Photo.Reading;

/// <summary>
/// Reads what a photo says of itself, from its header and its blocks of metadata. Decodes no pixel. Damaged metadata read as missing:
/// any bytes give a record.
/// </summary>
/// <param name="time">Dates in the future are impossible.</param>
public sealed class PhotoReader(TimeProvider time)
{
    private const double MaxSeconds = 1_000_000;
    private const double MaxIso = 1_000_000_000;
    private const double MaxMillimetres = 100_000;
    private const double MaxFNumber = 1_000;
    private const double MaxDpi = 1_000_000;
    private const double CentimetresPerInch = 2.54;

    /// <param name="source">The whole file. A file on disk is read in place.</param>
    /// <param name="format">Format detected from the content.</param>
    /// <param name="keepLocation">How much of the location is kept.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public PhotoMetadata Read(ImageSource source, ImageFormat format, KeepLocation keepLocation = KeepLocation.Off)
    {
        var withLocation = keepLocation != KeepLocation.Off;
        var (exif, blocks) = format == ImageFormat.Tiff ? ReadTiff(source, withLocation) : ReadBlocks(source, format, withLocation);
        var iptc = IptcValues.Read(blocks.Iptc, blocks.IptcDigest);
        var xmp = XmpReading.Read(blocks.Xmp.Span, blocks.ExtendedXmp.Span, withLocation);
        var facts = FileFacts.Read(source, format, exif);
        var photo = Describe(exif, iptc, xmp) with
        {
            Location = LocationReading.Read(exif, xmp, keepLocation),
            ColourProfile = ProfileDescription.Read(facts.Profile.Span),
            ColourModel = facts.ColourModel,
            BitDepth = facts.BitDepth,
            Alpha = facts.Alpha,
            Dpi = ReadDpi(exif) ?? BoundDpi(facts.Dpi),
            HasC2pa = facts.HasC2pa,
        };
        return Bounds.Fit(photo);
    }

    private static (ExifValues Exif, MetadataBlocks Blocks) ReadBlocks(ImageSource source, ImageFormat format, bool withLocation)
    {
        var blocks = MetadataBlocks.Read(source, format);
        return (ExifReading.ReadBlock(blocks.Exif, withLocation), blocks);
    }

    /// <summary>The file itself has the structure of EXIF; its first directory holds the other blocks.</summary>
    private static (ExifValues Exif, MetadataBlocks Blocks) ReadTiff(ImageSource source, bool withLocation)
    {
        var exif = ExifReading.ReadFile(source, withLocation);
        var resources = exif.GetBytes(ExifTag.PhotoshopResources);
        var iptc = AlignIptc(exif.GetBytes(ExifTag.Iptc));
        return (exif, MetadataBlocks.None with
        {
            Iptc = iptc.Length > 0 ? iptc : PhotoshopResources.Find(resources, PhotoshopResources.Iptc).ToArray(),
            IptcDigest = PhotoshopResources.Find(resources, PhotoshopResources.IptcDigest).ToArray(),
            Xmp = exif.GetBytes(ExifTag.Xmp),
        });
    }

    /// <summary>Some programs take the bytes for numbers of 32 bits and store them in the file's byte order.</summary>
    private static byte[] AlignIptc(byte[] iptc) =>
        iptc is [_, _, _, 0x1C, ..] and not [0x1C, ..] ? [.. iptc.Chunk(4).SelectMany(number => number.Reverse())] : iptc;

    private PhotoMetadata Describe(ExifValues exif, IptcValues iptc, XmpValues xmp)
    {
        var reconciliation = new Reconciliation(iptc, xmp);
        return new(
            TakenAt: ReadTakenAt(exif, iptc, xmp),
            Make: exif.GetText(ExifTag.Make) ?? xmp.GetText(XmpProperty.Make),
            Model: exif.GetText(ExifTag.Model) ?? xmp.GetText(XmpProperty.Model),
            Lens: exif.GetText(ExifTag.LensModel) ?? xmp.GetText(XmpProperty.LensModel) ?? xmp.GetText(XmpProperty.Lens),
            ExposureSeconds: ReadNumber(exif, ExifTag.ExposureTime, xmp, XmpProperty.ExposureTime, MaxSeconds),
            FNumber: ReadNumber(exif, ExifTag.FNumber, xmp, XmpProperty.FNumber, MaxFNumber),
            Iso: ReadIso(exif, xmp),
            FocalLengthMm: ReadNumber(exif, ExifTag.FocalLength, xmp, XmpProperty.FocalLength, MaxMillimetres),
            FocalLength35Mm: ReadNumber(exif, ExifTag.FocalLengthIn35mmFilm, xmp, XmpProperty.FocalLengthIn35mmFilm, MaxMillimetres),
            Flash: ReadFlash(exif, xmp),
            Title: exif.GetWindowsText(ExifTag.WindowsTitle) ?? reconciliation.GetText(IptcDirectory.TagObjectName, XmpProperty.Title, maxIptcLength: 64),
            Description: exif.GetText(ExifTag.ImageDescription)
                ?? reconciliation.GetText(IptcDirectory.TagCaption, XmpProperty.Description, maxIptcLength: 2000)
                ?? exif.GetWindowsText(ExifTag.WindowsComment),
            Keywords: ReadKeywords(exif, reconciliation),
            Creator: exif.GetText(ExifTag.Artist)
                ?? Reconciliation.Join(reconciliation.GetTexts(IptcDirectory.TagByLine, XmpProperty.Creator, maxIptcLength: 32))
                ?? exif.GetWindowsText(ExifTag.WindowsAuthor),
            Credit: reconciliation.GetText(IptcDirectory.TagCredit, XmpProperty.Credit, maxIptcLength: 32),
            Copyright: exif.GetText(ExifTag.Copyright) ?? reconciliation.GetText(IptcDirectory.TagCopyrightNotice, XmpProperty.Rights, maxIptcLength: 128),
            Rating: ReadRating(exif, xmp),
            DigitalSourceType: xmp.GetText(XmpProperty.DigitalSourceType),
            Orientation: (exif.GetNumber(ExifTag.Orientation) ?? Numbers.Parse(xmp.GetText(XmpProperty.Orientation))) is >= 1 and <= 8 and var orientation
                ? (int)orientation
                : null);
    }

    private string? ReadTakenAt(ExifValues exif, IptcValues iptc, XmpValues xmp)
    {
        var now = time.GetUtcNow();
        var fromIptc = TakenAt.FromIptc(iptc.GetText(IptcDirectory.TagDateCreated), iptc.GetText(IptcDirectory.TagTimeCreated), now);
        var fromXmp = TakenAt.Parse(xmp.GetText(XmpProperty.DateCreated), now) ?? TakenAt.Parse(xmp.GetText(XmpProperty.DateTimeOriginal), now);
        return TakenAt.FromExif(
                exif.GetText(ExifTag.DateTimeOriginal), exif.GetText(ExifTag.SubSecTimeOriginal), exif.GetText(ExifTag.OffsetTimeOriginal), now)
            ?? (iptc.IsNewerThanXmp ? fromIptc ?? fromXmp : fromXmp ?? fromIptc);
    }

    private static double? ReadNumber(ExifValues exif, ExifTag tag, XmpValues xmp, XmpProperty property, double max) =>
        Numbers.Positive(exif.GetNumber(tag), max) ?? Numbers.Positive(Numbers.Parse(xmp.GetText(property)), max);

    /// <summary>A sensitivity of 65,535 means that another tag has a larger one.</summary>
    private static long? ReadIso(ExifValues exif, XmpValues xmp)
    {
        var iso = Numbers.Positive(exif.GetNumber(ExifTag.PhotographicSensitivity), MaxIso);
        if (iso is null or ushort.MaxValue)
        {
            ExifTag[] larger = [ExifTag.RecommendedExposureIndex, ExifTag.IsoSpeed, ExifTag.StandardOutputSensitivity];
            iso = larger.Select(tag => Numbers.Positive(exif.GetNumber(tag), MaxIso)).FirstOrDefault(value => value is not null) ?? iso;
        }

        iso ??= Numbers.Positive(Numbers.Parse(xmp.GetText(XmpProperty.PhotographicSensitivity) ?? xmp.GetText(XmpProperty.IsoSpeedRatings)), MaxIso);
        return iso >= 1 ? (long)iso : null;
    }

    private static bool? ReadFlash(ExifValues exif, XmpValues xmp) =>
        exif.GetNumber(ExifTag.Flash) is >= 0 and <= ushort.MaxValue and var flash ? ((int)flash & 1) != 0
        : bool.TryParse(xmp.GetText(XmpProperty.FlashFired), out var fired) ? fired
        : null;

    private static IReadOnlyList<string>? ReadKeywords(ExifValues exif, Reconciliation reconciliation)
    {
        var keywords = reconciliation.GetTexts(IptcDirectory.TagKeywords, XmpProperty.Subject, maxIptcLength: 64);
        if (keywords.Count == 0)
        {
            keywords = exif.GetWindowsText(ExifTag.WindowsKeywords)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        }

        return keywords.Count == 0 ? null : [.. keywords.Distinct(StringComparer.Ordinal).Take(Bounds.MaxKeywords)];
    }

    private static double? ReadRating(ExifValues exif, XmpValues xmp) =>
        (Numbers.Parse(xmp.GetText(XmpProperty.Rating)) ?? exif.GetNumber(ExifTag.Rating)) is >= -1 and <= 5 and var rating ? Math.Round(rating, 2) + 0.0 : null;

    private static double? ReadDpi(ExifValues exif) => exif.GetNumber(ExifTag.ResolutionUnit) switch
    {
        null or 2 => BoundDpi(exif.GetNumber(ExifTag.XResolution)),
        3 => BoundDpi(exif.GetNumber(ExifTag.XResolution) * CentimetresPerInch),
        _ => null,
    };

    private static double? BoundDpi(double? dpi) => dpi is > 0 and <= MaxDpi && Math.Round(dpi.Value, 2) is > 0 and var rounded ? rounded : null;
}
