using System.Buffers.Binary;

namespace Pipeline.Magick.Reading;

/// <summary>
/// Reads what ImageMagick does not report about a WebP file: the delays of frames, which it rounds to hundredths of a second.
/// </summary>
/// <param name="DelaysMilliseconds">One entry per frame, in milliseconds; empty for a still picture.</param>
/// <seealso href="https://developers.google.com/speed/webp/docs/riff_container"/>
internal sealed record WebPChunks(IReadOnlyList<int> DelaysMilliseconds)
{
    /// <summary>How each frame is drawn on the canvas.</summary>
    public IReadOnlyList<WebPFrame> Frames { get; private init; } = [];

    private const int FileHeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int DelayOffset = 12;

    /// <summary>Parses the file's chunks. Stops where the file ends or is damaged.</summary>
    public static WebPChunks Parse(ReadOnlyMemory<byte> file)
    {
        var delays = new List<int>();
        var frames = new List<WebPFrame>();
        for (long offset = FileHeaderLength; offset + ChunkHeaderLength <= file.Length;)
        {
            var header = file.Span.Slice((int)offset, ChunkHeaderLength);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            var start = offset + ChunkHeaderLength;
            if (start + length > file.Length)
            {
                break;
            }

            var content = file.Slice((int)start, (int)length);
            if (header.StartsWith("ANMF"u8) && length >= DelayOffset + 4)
            {
                // 24 bits; the fourth byte holds flags.
                frames.Add(WebPFrame.Parse(content.Span));
                delays.Add((int)(BinaryPrimitives.ReadUInt32LittleEndian(content.Span[DelayOffset..]) & 0xFF_FFFF));
            }

            offset = start + length + (length & 1);
        }

        return new(delays) { Frames = frames };
    }
}
