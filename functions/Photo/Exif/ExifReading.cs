using MetadataExtractor.Formats.Tiff;
using MetadataExtractor.IO;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Photo.Exif;

/// <summary>Reads EXIF blocks and TIFF files. Damage ends the search; what was found before it counts.</summary>
internal static class ExifReading
{
    /// <summary>Reads a block: a TIFF structure, with or without <c>Exif\0\0</c> before it.</summary>
    public static ExifValues ReadBlock(ReadOnlyMemory<byte> block, bool withLocation)
    {
        // Some programs write the prefix without its zeros, or twice.
        while (block.Span.StartsWith("Exif"u8))
        {
            block = block.Length > 6 ? block[6..] : default;
        }

        return block.Length < 8 ? new() : Read(new ByteArrayReader(block.ToArray()), withLocation);
    }

    /// <summary>Reads a TIFF file in place.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ExifValues ReadFile(ImageSource source, bool withLocation) =>
        TiffDirectory.ReadFirst(source) is { IsBig: true } directory ? BigTiffReading.Read(directory, withLocation) : Read(new SourceReader(source), withLocation);

    private static ExifValues Read(IndexedReader reader, bool withLocation)
    {
        var values = new ExifValues();
        try
        {
            TiffReader.ProcessTiff(reader, new ExifCollector(values, withLocation));
        }
        catch (Exception exception) when (exception is BufferBoundsException or not (IOException or OutOfMemoryException or ObjectDisposedException))
        {
            // MetadataExtractor does not say which exceptions damage may cause. A file that cannot be read is another matter.
        }

        return values;
    }
}
