using MetadataExtractor;
using MetadataExtractor.Formats.Tiff;
using MetadataExtractor.IO;

namespace Pipeline.Photo.Exif;

/// <summary>
/// Takes the values that MetadataExtractor finds in a TIFF structure. Enters the first directory, its EXIF directory and, if the location is
/// wanted, its GPS directory, each once: links to other directories could lead in circles or nest without end.
/// </summary>
internal sealed class ExifCollector(ExifValues values, bool withLocation) : ITiffHandler
{
    private const int ExifDirectory = 0x8769;
    private const int GpsDirectory = 0x8825;
    private const ushort Utf8 = 129;

    /// <summary>Maximum size of a value in bytes. A larger one is passed over.</summary>
    private const int MaxBytes = 4 << 20;

    private const int MaxTextBytes = 1 << 16;
    private const int MaxNumbers = 16;

    private readonly HashSet<int> _entered = [];
    private readonly Stack<int> _directories = new([0]);
    private int _utf8Tag = -1;

    public void SetTiffMarker(int marker)
    {
        // BigTIFF has directories of another form, which MetadataExtractor would misread.
        if (marker == 43)
        {
            throw new TiffProcessingException("BigTIFF");
        }
    }

    public bool TryEnterSubIfd(int tagType)
    {
        var enters = _directories is { Count: 1 } && (tagType == ExifDirectory || (tagType == GpsDirectory && withLocation)) && _entered.Add(tagType);
        if (enters)
        {
            _directories.Push(tagType);
        }

        return enters;
    }

    public bool HasFollowerIfd() => false;

    public void EndingIfd() => _directories.TryPop(out _);

    /// <summary>Skips what is not wanted, and reads blocks of bytes, whatever type they claim.</summary>
    /// <returns>Whether MetadataExtractor leaves the tag alone.</returns>
    public bool CustomProcessTag(int tagOffset, ICollection<int> processedIfdOffsets, IndexedReader reader, int tagId, int byteCount)
    {
        if (IsInGps)
        {
            return !Enum.IsDefined((GpsTag)tagId) || byteCount > MaxTextBytes;
        }

        var tag = (ExifTag)tagId;
        if (!Enum.IsDefined(tag))
        {
            return true;
        }

        var isBlock = tag is ExifTag.Xmp or ExifTag.Iptc or ExifTag.PhotoshopResources or ExifTag.IccProfile or ExifTag.C2pa;
        if (isBlock || tagId == _utf8Tag)
        {
            if (byteCount <= MaxBytes)
            {
                // The file's presence of Content Credentials counts, not what they say.
                values.Add(tag, tag == ExifTag.C2pa ? [1] : reader.GetBytes(tagOffset, byteCount));
            }

            return true;
        }

        return byteCount > MaxTextBytes;
    }

    /// <summary>UTF-8 is a type since Exif 3.0.</summary>
    public bool TryCustomProcessFormat(int tagId, TiffDataFormatCode formatCode, uint componentCount, out long byteCount)
    {
        byteCount = componentCount;
        var isUtf8 = (ushort)formatCode == Utf8;
        _utf8Tag = isUtf8 ? tagId : -1;
        return isUtf8;
    }

    public void Warn(string message)
    {
        // Damage is no news: what can be read counts.
    }

    public void Error(string message)
    {
        // As above.
    }

    public void SetByteArray(int tagId, byte[] bytes) => Add(tagId, bytes);

    public void SetString(int tagId, StringValue stringValue) => Add(tagId, stringValue.Bytes);

    public void SetRational(int tagId, Rational rational) => Add(tagId, [ToNumber(rational)]);

    public void SetRationalArray(int tagId, Rational[] array) => Add(tagId, Convert(array, ToNumber));

    public void SetFloat(int tagId, float float32) => Add(tagId, [float32]);

    public void SetFloatArray(int tagId, float[] array) => Add(tagId, Convert(array, value => value));

    public void SetDouble(int tagId, double double64) => Add(tagId, [double64]);

    public void SetDoubleArray(int tagId, double[] array) => Add(tagId, Convert(array, value => value));

    public void SetInt8S(int tagId, sbyte int8S) => Add(tagId, [int8S]);

    public void SetInt8SArray(int tagId, sbyte[] array) => Add(tagId, [.. array.Select(value => (byte)value)]);

    public void SetInt8U(int tagId, byte int8U) => Add(tagId, [int8U]);

    public void SetInt8UArray(int tagId, byte[] array) => Add(tagId, array);

    public void SetInt16S(int tagId, short int16S) => Add(tagId, [int16S]);

    public void SetInt16SArray(int tagId, short[] array) => Add(tagId, Convert(array, value => value));

    public void SetInt16U(int tagId, ushort int16U) => Add(tagId, [int16U]);

    public void SetInt16UArray(int tagId, ushort[] array) => Add(tagId, Convert(array, value => value));

    public void SetInt32S(int tagId, int int32S) => Add(tagId, [int32S]);

    public void SetInt32SArray(int tagId, int[] array) => Add(tagId, Convert(array, value => value));

    public void SetInt32U(int tagId, uint int32U) => Add(tagId, [int32U]);

    public void SetInt32UArray(int tagId, uint[] array) => Add(tagId, Convert(array, value => value));

    private bool IsInGps => _directories.TryPeek(out var directory) && directory == GpsDirectory;

    private static double ToNumber(Rational rational) => (double)rational.Numerator / rational.Denominator;

    private static double[] Convert<T>(T[] array, Func<T, double> convert) => [.. array.Take(MaxNumbers).Select(convert)];

    private void Add(int tagId, byte[] bytes)
    {
        if (IsInGps)
        {
            values.Add((GpsTag)tagId, bytes);
        }
        else
        {
            values.Add((ExifTag)tagId, bytes);
        }
    }

    private void Add(int tagId, double[] numbers)
    {
        if (IsInGps)
        {
            values.Add((GpsTag)tagId, numbers);
        }
        else
        {
            values.Add((ExifTag)tagId, numbers);
        }
    }
}
