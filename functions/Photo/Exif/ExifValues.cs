using Pipeline.Photo.Text;

namespace Pipeline.Photo.Exif;

/// <summary>The values of an EXIF block or a TIFF. Of a tag that is there twice, the first counts.</summary>
internal sealed class ExifValues
{
    private readonly Dictionary<ExifTag, byte[]> _bytes = [];
    private readonly Dictionary<ExifTag, double[]> _numbers = [];
    private readonly Dictionary<GpsTag, byte[]> _gpsBytes = [];
    private readonly Dictionary<GpsTag, double[]> _gpsNumbers = [];

    public void Add(ExifTag tag, byte[] bytes) => _bytes.TryAdd(tag, bytes);

    public void Add(ExifTag tag, double[] numbers) => _numbers.TryAdd(tag, numbers);

    public void Add(GpsTag tag, byte[] bytes) => _gpsBytes.TryAdd(tag, bytes);

    public void Add(GpsTag tag, double[] numbers) => _gpsNumbers.TryAdd(tag, numbers);

    public byte[] GetBytes(ExifTag tag) => _bytes.GetValueOrDefault(tag, []);

    public string? GetText(ExifTag tag) => MetadataText.Read(GetBytes(tag));

    public string? GetWindowsText(ExifTag tag) => MetadataText.ReadUtf16(GetBytes(tag));

    /// <summary>The tag's first number, whatever its type; null if there is none or it is not finite.</summary>
    public double? GetNumber(ExifTag tag) => First(_numbers.GetValueOrDefault(tag), _bytes.GetValueOrDefault(tag));

    public double? GetNumber(GpsTag tag) => First(_gpsNumbers.GetValueOrDefault(tag), _gpsBytes.GetValueOrDefault(tag));

    public string? GetText(GpsTag tag) => MetadataText.Read(_gpsBytes.GetValueOrDefault(tag, []));

    /// <summary>Degrees, minutes and seconds as degrees; null if there are no degrees. Minutes and seconds may be missing.</summary>
    public double? GetDegrees(GpsTag tag)
    {
        var parts = _gpsNumbers.GetValueOrDefault(tag, []);
        return parts is not [var degrees, ..] || !double.IsFinite(degrees) ? null : degrees + (Part(parts, 1) / 60) + (Part(parts, 2) / 3600);
    }

    private static double Part(double[] parts, int index) => index < parts.Length && double.IsFinite(parts[index]) ? parts[index] : 0;

    private static double? First(double[]? numbers, byte[]? bytes) =>
        numbers is [var number, ..] && double.IsFinite(number) ? number : bytes is [var only] ? only : null;
}
