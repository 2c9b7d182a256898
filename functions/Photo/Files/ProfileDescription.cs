using System.Buffers.Binary;
using System.Text;
using Pipeline.Photo.Text;

namespace Pipeline.Photo.Files;

/// <summary>Reads the description of an ICC profile, of version 2 (<c>desc</c>) or 4 (<c>mluc</c>).</summary>
/// <seealso href="https://www.color.org/specification/ICC.1-2022-05.pdf">ICC.1:2022, 9.2.41 and 10.15; ICC.1:2001-04, 6.5.17</seealso>
internal static class ProfileDescription
{
    private const int TagTableOffset = 128;
    private const int MaxTags = 200;

    /// <param name="profile">Any bytes.</param>
    /// <returns>Null if there is none or the profile is damaged.</returns>
    public static string? Read(ReadOnlySpan<byte> profile)
    {
        if (profile.Length < TagTableOffset + 4)
        {
            return null;
        }

        var count = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(profile[TagTableOffset..]), MaxTags);
        for (var i = 0; i < count; i++)
        {
            var entry = Slice(profile, TagTableOffset + 4 + (12L * i), 12);
            if (entry.StartsWith("desc"u8))
            {
                return ReadTag(Slice(profile, BinaryPrimitives.ReadUInt32BigEndian(entry[4..]), BinaryPrimitives.ReadUInt32BigEndian(entry[8..])));
            }
        }

        return null;
    }

    private static string? ReadTag(ReadOnlySpan<byte> tag)
    {
        if (tag.StartsWith("desc"u8) && tag.Length > 12)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]);
            return MetadataText.Read(tag[12..(int)Math.Min(12L + length, tag.Length)]);
        }

        return tag.StartsWith("mluc"u8) ? ReadNames(tag) : MetadataText.Read(tag.StartsWith("text"u8) && tag.Length > 8 ? tag[8..] : []);
    }

    /// <summary>The English name, or else the first one.</summary>
    private static string? ReadNames(ReadOnlySpan<byte> tag)
    {
        string? first = null;
        var count = tag.Length < 16 ? 0 : Math.Min(BinaryPrimitives.ReadUInt32BigEndian(tag[8..]), MaxTags);
        for (var i = 0; i < count; i++)
        {
            var entry = Slice(tag, 16 + (12L * i), 12);
            if (entry.IsEmpty)
            {
                break;
            }

            var bytes = Slice(tag, BinaryPrimitives.ReadUInt32BigEndian(entry[8..]), BinaryPrimitives.ReadUInt32BigEndian(entry[4..]));
            var name = MetadataText.Clean(Encoding.BigEndianUnicode.GetString(bytes[..Math.Min(bytes.Length & ~1, 8 * MetadataText.MaxLength)]));
            if (name is not null && entry.StartsWith("en"u8))
            {
                return name;
            }

            first ??= name;
        }

        return first;
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, long offset, long length) =>
        offset + length <= bytes.Length ? bytes.Slice((int)offset, (int)length) : [];
}
