using System.Buffers.Binary;

namespace Pipeline.Testing.Files;

/// <summary>Changes what an AVIF with one picture says about its colours.</summary>
/// <seealso href="https://www.iso.org/standard/83650.html">ISO/IEC 23008-12 (HEIF)</seealso>
internal static class AvifFile
{
    /// <summary>A gradient of 256 x 256 pixels without colours, made by heif-enc: no codec here writes such a file. Its code points are unspecified.</summary>
    public static byte[] Monochrome { get; } = Convert.FromBase64String("AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAOhtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAEMAAEAAAAAAAAAaAAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGF2MDEAAAAAaGlwcnAAAABJaXBjbwAAABNjb2xybmNseAACAAIABoAAAAAMYXYxQ4EAHAAAAAAUaXNwZQAAAAAAAAEAAAABAAAAAA5waXhpAAAAAAEIAAAAF2lwbWEAAAAAAAAAAQABBIGCA4QAAABwbWRhdBIACgYYHf//2FQyXBBgAABAuAWbU11Hq/n+5CyDzRozl9Rinbmvy5aYcgOmB/1ROpIJmaQ8Y/nT3NT2xbCdbt2HxbilS8PbZK1YGQWttw8DARvxZPADX8IV39TWvCLzdGkj5VVpeNEg");

    /// <summary>The AVIF with other code points in the box that it has.</summary>
    public static byte[] WithChangedCodes(byte[] avif, byte primaries, byte transfer)
    {
        byte[] changed = [.. avif];
        var codes = changed.AsSpan(changed.AsSpan().IndexOf("nclx"u8) + 4);
        (codes[1], codes[3]) = (primaries, transfer);
        return changed;
    }

    /// <summary>The AVIF with code points for primaries and transfer function (H.273); samples stay as they are.</summary>
    public static byte[] WithCodes(byte[] avif, byte primaries, byte transfer) => WithColours(avif, [.. "nclx"u8, 0, primaries, 0, transfer, 0, 6, 0x80]);

    /// <summary>The AVIF with an ICC profile.</summary>
    public static byte[] WithProfile(byte[] avif, byte[] profile) => WithColours(avif, [.. "prof"u8, .. profile]);

    /// <summary>Adds a <c>colr</c> box as the last property, and associates the picture with it. The boxes around grow, and the pixels behind move.</summary>
    private static byte[] WithColours(byte[] avif, byte[] content)
    {
        var (container, associations) = (Find(avif, "ipco"u8), Find(avif, "ipma"u8));
        Assert.True(associations == container + ReadLength(avif, container), "properties in another order than libheif writes");
        var count = 0;
        for (var box = container + 8; box < associations; box += ReadLength(avif, box))
        {
            count++;
        }

        var entriesEnd = associations + ReadLength(avif, associations);
        byte[] file =
        [
            .. avif[..associations], .. Length(8 + content.Length), .. "colr"u8, .. content, .. avif[associations..entriesEnd], (byte)(count + 1),
            .. avif[entriesEnd..],
        ];
        var growth = 8 + content.Length + 1;
        Grow(file, Find(avif, "meta"u8), growth);
        Grow(file, Find(avif, "iprp"u8), growth);
        Grow(file, container, growth - 1);
        associations += growth - 1;
        Grow(file, associations, 1);
        // Version and flags, number of items, number of the item: then how many properties it has.
        file[associations + 18]++;
        MoveLocations(file.AsSpan(Find(avif, "iloc"u8)), growth);
        return file;
    }

    private static void Grow(byte[] file, int box, int growth) => Length(ReadLength(file, box) + growth).CopyTo(file, box);

    private static int ReadLength(byte[] file, int box) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(box));

    private static byte[] Length(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>Offset of the first box of a type.</summary>
    private static int Find(byte[] avif, ReadOnlySpan<byte> type) => avif.AsSpan().IndexOf(type) - 4;

    private static void MoveLocations(Span<byte> iloc, int growth)
    {
        var version = iloc[8];
        var (offsetLength, lengthLength, baseLength) = (iloc[12] >> 4, iloc[12] & 15, iloc[13] >> 4);
        Assert.True(version is 0 or 1 && offsetLength == 4, "another form of iloc than libheif writes");
        var count = BinaryPrimitives.ReadUInt16BigEndian(iloc[14..]);
        var entry = iloc[16..];
        for (var i = 0; i < count; i++)
        {
            // Item, construction method (version 1), data reference, base offset.
            entry = entry[((version == 1 ? 6 : 4) + baseLength)..];
            var extents = BinaryPrimitives.ReadUInt16BigEndian(entry);
            entry = entry[2..];
            for (var extent = 0; extent < extents; extent++)
            {
                BinaryPrimitives.WriteInt32BigEndian(entry, BinaryPrimitives.ReadInt32BigEndian(entry) + growth);
                entry = entry[(offsetLength + lengthLength)..];
            }
        }
    }
}
