using System.Buffers.Binary;
using System.Security.Cryptography;
using MetadataExtractor;
using MetadataExtractor.Formats.Iptc;
using MetadataExtractor.IO;
using Pipeline.Photo.Text;

namespace Pipeline.Photo.Iptc;

/// <summary>The values of IPTC data sets (IIM), which MetadataExtractor finds.</summary>
/// <seealso href="https://www.iptc.org/std/IIM/4.2/specification/IIMV4.2.pdf">IIM 4.2</seealso>
internal sealed class IptcValues
{
    private const byte Marker = 0x1C;
    private const int HeaderLength = 5;
    private const int MaxValues = 1_000;

    private readonly IptcDirectory? _directory;

    private IptcValues(IptcDirectory? directory, bool isNewerThanXmp) => (_directory, IsNewerThanXmp) = (directory, isNewerThanXmp);

    /// <summary>
    /// Whether a program that knows no XMP changed the data sets after XMP was written: they differ from the digest that was stored
    /// with it. Without a digest, XMP is the newer of the two.
    /// </summary>
    /// <seealso href="https://web.archive.org/web/20180919181934/http://www.metadataworkinggroup.org/pdf/mwg_guidance.pdf">Metadata Working Group, Guidelines 2.0, 3.3.2</seealso>
    public bool IsNewerThanXmp { get; }

    public static IptcValues None { get; } = new(null, isNewerThanXmp: false);

    /// <param name="block">Any bytes.</param>
    /// <param name="digest">The digest in the file; empty if there is none.</param>
    public static IptcValues Read(ReadOnlyMemory<byte> block, ReadOnlyMemory<byte> digest)
    {
        if (block.IsEmpty)
        {
            return None;
        }

        var isNewer = digest.Length == MD5.HashSizeInBytes && !digest.Span.SequenceEqual(HashIptc(block.Span));
        try
        {
            var sound = block[..MeasureSoundPart(block.Span)].ToArray();
            return new(new IptcReader().Extract(new SequentialByteArrayReader(sound), sound.Length), isNewer);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Nothing but the bytes can be the cause.
            return None;
        }
    }

    /// <summary>The first value of a data set.</summary>
    public string? GetText(int tag) => GetTexts(tag) is [var text, ..] ? text : null;

    /// <summary>All values of a data set.</summary>
    public IReadOnlyList<string> GetTexts(int tag)
    {
        var texts = _directory?.GetObject(tag) switch
        {
            StringValue[] values => values.Take(MaxValues).Select(value => MetadataText.Read(value.Bytes)),
            StringValue value => [MetadataText.Read(value.Bytes)],
            string[] values => values.Take(MaxValues).Select(MetadataText.Clean),
            string value => [MetadataText.Clean(value)],
            _ => [],
        };
        return [.. texts.OfType<string>()];
    }

    /// <summary>
    /// Length of the data sets before the first one that is damaged or longer than 32 KB, which none that is read may be.
    /// MetadataExtractor allocates what a length claims: up to 2 GB.
    /// </summary>
    private static int MeasureSoundPart(ReadOnlySpan<byte> block)
    {
        var position = 0;
        while (position + HeaderLength <= block.Length && block[position] == Marker)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(block[(position + 3)..]);
            if (length > short.MaxValue || length > block.Length - position - HeaderLength)
            {
                break;
            }

            position += HeaderLength + length;
        }

        return position;
    }

#pragma warning disable CA5351 // The Metadata Working Group prescribes MD5; nothing secret depends on it.
    private static byte[] HashIptc(ReadOnlySpan<byte> block) => MD5.HashData(block);
#pragma warning restore CA5351
}
