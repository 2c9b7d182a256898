using Pipeline.Imaging.Headers;

namespace Pipeline.Photo.Exif;

/// <summary>Reads the tags of a BigTIFF, which MetadataExtractor does not read.</summary>
internal static class BigTiffReading
{
    private const ushort ExifDirectory = 0x8769;
    private const ushort GpsDirectory = 0x8825;
    private const int MaxBytes = 4 << 20;
    private const int MaxNumbers = 16;

    public static ExifValues Read(TiffDirectory directory, bool withLocation)
    {
        var values = new ExifValues();
        Add(directory, values);
        if (Follow(directory, ExifDirectory) is { } exif)
        {
            Add(exif, values);
        }

        if (withLocation && Follow(directory, GpsDirectory) is { } gps)
        {
            foreach (var tag in Enum.GetValues<GpsTag>())
            {
                if (GetNumbers(gps, (ushort)tag) is { Length: > 0 } numbers)
                {
                    values.Add(tag, numbers);
                }

                if (gps.GetBytes((ushort)tag, MaxBytes) is { Length: > 0 } bytes)
                {
                    values.Add(tag, bytes);
                }
            }
        }

        return values;
    }

    private static void Add(TiffDirectory directory, ExifValues values)
    {
        foreach (var tag in Enum.GetValues<ExifTag>())
        {
            if (GetNumbers(directory, (ushort)tag) is { Length: > 0 } numbers)
            {
                values.Add(tag, numbers);
            }

            if (directory.GetBytes((ushort)tag, MaxBytes) is { Length: > 0 } bytes)
            {
                values.Add(tag, bytes);
            }
        }
    }

    private static double[] GetNumbers(TiffDirectory directory, ushort tag) => directory.GetFractions(tag, MaxNumbers) is { Count: > 0 } fractions
        ? [.. fractions]
        : [.. directory.GetNumbers(tag, MaxNumbers).Select(number => (double)number)];

    private static TiffDirectory? Follow(TiffDirectory directory, ushort tag) =>
        directory.GetNumber(tag, 0) is > 0 and var offset ? directory.ReadAt((ulong)offset) : null;
}
