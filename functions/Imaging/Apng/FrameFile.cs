using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Headers;

namespace Pipeline.Imaging.Apng;

/// <summary>Writes one frame of an animated PNG as a still PNG with the same colours, which a codec can decode.</summary>
internal static class FrameFile
{
    /// <exception cref="CorruptImageException">A checksum of the frame's pixels is wrong.</exception>
    public static byte[] Write(ImageSource source, ApngReader animation, ApngFrame frame)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        for (var chunk = PngChunk.Read(source, PngChunk.SignatureLength); chunk is { } found && found.Offset < animation.PixelsOffset; chunk = PngChunk.Read(source, found.EndOffset))
        {
            CopyHeader(source, found, frame, file);
        }

        for (var chunk = PngChunk.Read(source, frame.DataOffset); chunk is { } found && found.Offset < frame.DataEnd; chunk = PngChunk.Read(source, found.EndOffset))
        {
            CopyPixels(source, found, frame, file);
        }

        WriteChunk(file, "IEND"u8);
        return file.ToArray();
    }

    private static void CopyHeader(ImageSource source, PngChunk chunk, ApngFrame frame, MemoryStream file)
    {
        if (chunk.Type is PngChunk.AnimationControl or PngChunk.FrameControl or PngChunk.FramePixels)
        {
            return;
        }

        var bytes = ReadContent(source, chunk);
        if (chunk.Type == PngChunk.Header)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), frame.Area.Width);
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), frame.Area.Height);
        }

        WriteChunk(file, bytes);
    }

    private static void CopyPixels(ImageSource source, PngChunk chunk, ApngFrame frame, MemoryStream file)
    {
        if (chunk.Type != (frame.IsDefaultImage ? PngChunk.Pixels : PngChunk.FramePixels))
        {
            return;
        }

        var bytes = ReadContent(source, chunk);
        if (frame.IsDefaultImage)
        {
            WriteChunk(file, bytes);
            return;
        }

        // The content begins with a sequence number, which gives way to the type.
        "IDAT"u8.CopyTo(bytes.AsSpan(4));
        WriteChunk(file, bytes.AsSpan(4));
    }

    private static byte[] ReadContent(ImageSource source, PngChunk chunk)
    {
        var bytes = new byte[chunk.Length + 4];
        return chunk.ReadContent(source, bytes)
            ? bytes
            : throw new CorruptImageException("The animated PNG cannot be read: a checksum is wrong.");
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> typeAndContent)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, typeAndContent.Length - 4);
        file.Write(number);
        file.Write(typeAndContent);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Compute(typeAndContent));
        file.Write(number);
    }
}
