using System.Buffers.Binary;

namespace Pipeline.Imaging.Metadata;

/// <summary>Reads the copyright notice (data set 2:116) of IPTC metadata.</summary>
/// <seealso href="https://www.iptc.org/std/IIM/4.2/specification/IIMV4.2.pdf">IIM 4.2, chapter 1.5 and data set 2:116</seealso>
public static class IptcCopyright
{
    private const byte Marker = 0x1C;
    private const byte ApplicationRecord = 2;
    private const byte CopyrightNotice = 116;

    /// <summary>Reads the notice of the data sets. Bytes that are not UTF-8 are Latin-1.</summary>
    /// <returns>Null if there is none or the block is damaged.</returns>
    public static string? Read(ReadOnlySpan<byte> iptc)
    {
        while (iptc.Length >= 5 && iptc[0] == Marker)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(iptc[3..]);
            var content = iptc[5..];
            // The highest bit marks the length of a length; no notice is that long.
            if (length > content.Length)
            {
                return null;
            }

            if (iptc[1] == ApplicationRecord && iptc[2] == CopyrightNotice && CopyrightText.Decode(content[..length]) is { } notice)
            {
                return notice;
            }

            iptc = content[length..];
        }

        return null;
    }
}
