using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Imaging.Headers;

/// <summary>The items of a HEIC or AVIF file: coded pictures, tiles, metadata, and where their data are.</summary>
/// <param name="Items">In the order of their locations. Empty if the table is damaged.</param>
/// <seealso href="https://www.iso.org/standard/83102.html">ISO/IEC 14496-12, 8.11 (meta, iloc, iinf)</seealso>
public sealed record HeifHeader(IReadOnlyList<HeifItem> Items)
{
    private const int MaxMetaBytes = 16 << 20;
    private const int MaxTopLevelBoxes = 1_000;

    /// <summary>Whether data of a picture, a tile or metadata are missing because the file ends early. libheif shows missing tiles in green.</summary>
    public bool EndsEarly { get; private init; }

    /// <summary>Throws if a HEIC or AVIF ends early; does nothing for other formats.</summary>
    /// <exception cref="CorruptImageException">Data of a picture, a tile or metadata are missing.</exception>
    public static void EnsureComplete(ImageSource source, ImageFormat format)
    {
        if (format is ImageFormat.Avif or ImageFormat.Heic && Read(source).EndsEarly)
        {
            throw new CorruptImageException(DamageText.DescribeCut(format));
        }
    }

    /// <summary>Reads the table of items. Damaged parts of it are left out.</summary>
    public static HeifHeader Read(ImageSource source)
    {
        var meta = FindMeta(source);
        if (meta.Length <= 4)
        {
            return new([]);
        }

        var boxes = meta.AsMemory(4);
        var types = HeifBoxes.ReadTypes(HeifBoxes.Find(boxes, "iinf"u8).Span);
        List<HeifItem> items = [];
        foreach (var location in HeifBoxes.ReadLocations(HeifBoxes.Find(boxes, "iloc"u8).Span))
        {
            items.Add(new(location.Item, types.GetValueOrDefault(location.Item, string.Empty), location.IsInFile, location.Extents));
        }

        return new(items) { EndsEarly = items.Exists(item => item.IsCutAt(source.Length)) };
    }

    /// <summary>The data of the first item of a type that fits, of all its extents; empty if there is none or the file ends before it does.</summary>
    /// <param name="source">The same file.</param>
    /// <param name="type">Item type: <c>Exif</c>, <c>mime</c>.</param>
    /// <param name="maxBytes">Maximum length in bytes; longer items read as empty.</param>
    internal byte[] ReadItem(ImageSource source, string type, int maxBytes)
    {
        foreach (var item in Items)
        {
            if (item.IsInFile && item.Type == type && item.Extents is [{ Length: > 0 }, ..] && item.HasAtMost(maxBytes))
            {
                var window = new SourceWindow(source);
                var parts = item.Extents.Select(extent => window.ReadBlock(extent.Offset, extent.Length)).ToArray();
                return Array.Exists(parts, part => part.Length == 0) ? [] : [.. parts.SelectMany(part => part)];
            }
        }

        return [];
    }

    /// <summary>The content of the <c>meta</c> box, whose boxes follow after 4 bytes; empty if there is none or it is damaged.</summary>
    public static byte[] FindMeta(ImageSource source)
    {
        var window = new SourceWindow(source);
        long offset = 0;
        for (var boxes = 0; boxes < MaxTopLevelBoxes; boxes++)
        {
            var header = window.Read(offset, 16);
            if (header.Length < 8)
            {
                break;
            }

            long length = BinaryPrimitives.ReadUInt32BigEndian(header);
            var headerLength = 8;
            if (length == 1 && header.Length == 16)
            {
                (length, headerLength) = (BinaryPrimitives.ReadInt64BigEndian(header[8..]), 16);
            }

            // A length of 0 reaches to the end of the file.
            var end = length == 0 ? source.Length : offset + length;
            if (header[4..].StartsWith("meta"u8))
            {
                return end - offset - headerLength <= MaxMetaBytes ? window.ReadBlock(offset + headerLength, end - offset - headerLength) : [];
            }

            if (length < headerLength || end <= offset || end >= source.Length)
            {
                break;
            }

            offset = end;
        }

        return [];
    }
}

/// <summary>An item of a HEIF file.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Type"><c>hvc1</c>, <c>av01</c>, <c>grid</c>, <c>Exif</c>, <c>mime</c>; empty if unknown.</param>
/// <param name="IsInFile">Whether the extents count from the start of the file, not of another box.</param>
/// <param name="Extents">Where the data are, in bytes.</param>
public sealed record HeifItem(uint Id, string Type, bool IsInFile, IReadOnlyList<(long Offset, long Length)> Extents)
{
    private bool IsCodedPicture => Type is "hvc1" or "av01";

    internal bool HasAtMost(int maxBytes)
    {
        var rest = (long)maxBytes;
        return Extents.All(extent => extent.Length <= rest && (rest -= extent.Length) >= 0);
    }

    internal bool IsCutAt(long fileLength) =>
        (IsCodedPicture && Extents.All(extent => extent.Length == 0))
        || (IsInFile && Extents.Any(extent => extent.Offset > fileLength - extent.Length));
}
