using System.Buffers.Binary;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Magick.Writing;

/// <summary>
/// Writes an animated WebP whose frames hold only what changes. ImageMagick's own writer leaves libwebp at its default of a whole frame in
/// every five, and has no setting for it: where frames hardly differ, the file is many times as large.
/// </summary>
/// <seealso href="https://developers.google.com/speed/webp/docs/riff_container"/>
internal static class AnimatedWebP
{
    private const int FileHeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const byte HasAlpha = 0x10;
    private const byte HasProfile = 0x20;
    private const byte HasExif = 0x08;
    private const byte IsAnimated = 0x02;
    private const byte ReplacesPixels = 0x02;

    /// <param name="picture">An animation.</param>
    /// <param name="delays">How long each frame is shown, in milliseconds; 24 bits.</param>
    /// <param name="exif">EXIF block; empty for none.</param>
    /// <param name="profile">ICC profile; empty for none.</param>
    /// <param name="encodeStill">Encodes a still picture as WebP.</param>
    public static byte[] Write(Picture picture, IReadOnlyList<int> delays, ReadOnlySpan<byte> exif, ReadOnlySpan<byte> profile, Func<Picture, byte[]> encodeStill)
    {
        using var file = new MemoryStream();
        file.Write("RIFF\0\0\0\0WEBP"u8);
        var flags = IsAnimated | (picture.Pixels.HasAlpha ? HasAlpha : 0) | (exif.IsEmpty ? 0 : HasExif) | (profile.IsEmpty ? 0 : HasProfile);
        WriteChunk(file, "VP8X"u8, [(byte)flags, 0, 0, 0, .. Number(picture.Width - 1), .. Number(picture.FrameHeight - 1)]);
        if (!profile.IsEmpty)
        {
            WriteChunk(file, "ICCP"u8, profile);
        }

        // A transparent background, and how often the animation plays.
        var plays = Math.Min(picture.LoopCount, ushort.MaxValue);
        WriteChunk(file, "ANIM"u8, [0, 0, 0, 0, (byte)plays, (byte)(plays >> 8)]);
        for (var frame = 0; frame < picture.Frames; frame++)
        {
            var area = ChangedArea.Find(picture, frame);
            using var changed = area.Crop(picture, frame);
            WriteChunk(file, "ANMF"u8,
            [
                .. Number(area.Left / 2), .. Number(area.Top / 2), .. Number(area.Width - 1), .. Number(area.Height - 1),
                .. Number(delays[frame]), ReplacesPixels, .. ReadPixelChunks(encodeStill(changed)),
            ]);
        }

        if (!exif.IsEmpty)
        {
            WriteChunk(file, "EXIF"u8, exif);
        }

        var bytes = file.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - ChunkHeaderLength);
        return bytes;
    }

    /// <summary>The chunks of a still WebP that hold its colours and alpha.</summary>
    private static byte[] ReadPixelChunks(ReadOnlySpan<byte> still)
    {
        using var chunks = new MemoryStream();
        for (var offset = FileHeaderLength; offset + ChunkHeaderLength <= still.Length;)
        {
            var chunk = still[offset..];
            var length = BinaryPrimitives.ReadInt32LittleEndian(chunk[4..]);
            chunk = chunk[..Math.Min(chunk.Length, ChunkHeaderLength + length + (length & 1))];
            if (chunk.StartsWith("VP8 "u8) || chunk.StartsWith("VP8L"u8) || chunk.StartsWith("ALPH"u8))
            {
                chunks.Write(chunk);
            }

            offset += chunk.Length;
        }

        return chunks.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        file.Write(type);
        file.Write(length);
        file.Write(content);
        if ((content.Length & 1) != 0)
        {
            file.WriteByte(0);
        }
    }

    /// <summary>24 bits, from the lowest on.</summary>
    private static byte[] Number(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
}
