using System.Buffers.Binary;
using Pipeline.Imaging.Animations;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Apng;

/// <summary>Walks through the frames of an animated PNG without decoding pixels.</summary>
/// <seealso href="https://www.w3.org/TR/png-3/#apng-frame-based-animation"/>
internal sealed class ApngReader
{
    private readonly ImageSource _source;
    private long _offset = PngChunk.SignatureLength;
    private uint _sequence;

    private ApngReader(ImageSource source) => _source = source;

    /// <summary>Width of the canvas in pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Height of the canvas in pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Whether frames may have transparent pixels.</summary>
    public bool HasAlpha { get; private set; }

    /// <summary>Number of frames that the file claims, at least 1.</summary>
    public int Frames { get; private set; }

    /// <summary>How often the animation plays; 0 means forever.</summary>
    public int LoopCount { get; private set; }

    /// <summary>Whether the first frame is the image that a program without support for animations shows.</summary>
    public bool StartsWithDefaultImage { get; private set; }

    /// <summary>Offset in bytes of the first chunk of pixels.</summary>
    public long PixelsOffset { get; private set; }

    /// <summary>The frame that <see cref="MoveNext"/> found.</summary>
    public ApngFrame Current { get; private set; }

    /// <summary>Opens an animated PNG. Never throws but for an unreadable file.</summary>
    /// <returns>Null if the file is not one: it has no valid <c>acTL</c> chunk before the pixels.</returns>
    public static ApngReader? TryOpen(ImageSource source)
    {
        var reader = new ApngReader(source);
        for (var chunk = PngChunk.Read(source, PngChunk.SignatureLength); chunk is { } found; chunk = PngChunk.Read(source, found.EndOffset))
        {
            if (found.Type == PngChunk.Pixels)
            {
                reader.PixelsOffset = found.Offset;
                return reader is { Frames: > 0, Width: > 0, Height: > 0 } ? reader : null;
            }

            reader.ReadHeader(found);
        }

        return null;
    }

    /// <summary>Finds the next frame.</summary>
    /// <exception cref="CorruptImageException">The frame is damaged.</exception>
    public bool MoveNext()
    {
        while (PngChunk.Read(_source, _offset) is { } chunk && chunk.Type != PngChunk.End)
        {
            _offset = chunk.EndOffset;
            if (chunk.Type == PngChunk.FrameControl)
            {
                Current = ReadFrame(chunk);
                return true;
            }
        }

        return false;
    }

    private void ReadHeader(PngChunk chunk)
    {
        Span<byte> buffer = stackalloc byte[4 + 13];
        switch (chunk)
        {
            case { Type: PngChunk.Header, Length: 13 } when chunk.ReadContent(_source, buffer):
                (Width, Height) = ((int)Math.Min(int.MaxValue, ReadNumber(buffer, 0)), (int)Math.Min(int.MaxValue, ReadNumber(buffer, 4)));
                HasAlpha = buffer[4 + 9] is 4 or 6;
                break;
            case { Type: PngChunk.AnimationControl, Length: 8 } when chunk.ReadContent(_source, buffer[..12]):
                (Frames, LoopCount) = ((int)Math.Min(int.MaxValue, ReadNumber(buffer, 0)), (int)Math.Min(int.MaxValue, ReadNumber(buffer, 4)));
                break;
            case { Type: PngChunk.Transparency }:
                HasAlpha = true;
                break;
            case { Type: PngChunk.FrameControl }:
                StartsWithDefaultImage = true;
                break;
        }
    }

    private ApngFrame ReadFrame(PngChunk control)
    {
        Span<byte> buffer = stackalloc byte[4 + ApngFrame.Length];
        if (control.Length != ApngFrame.Length || !control.ReadContent(_source, buffer))
        {
            throw Corrupt("a frame's header is damaged");
        }

        CheckSequence(ReadNumber(buffer, 0));
        var isDefaultImage = control.Offset < PixelsOffset;
        if (ApngFrame.Parse(buffer[4..], Width, Height) is not { } frame || (isDefaultImage && frame.Area != new FrameArea(0, 0, Width, Height)))
        {
            throw Corrupt("a frame is outside the picture, or is to be drawn in an unknown way");
        }

        var start = control.EndOffset;
        SkipPixels(isDefaultImage);
        return frame with { IsDefaultImage = isDefaultImage, DataOffset = start, DataEnd = _offset };
    }

    /// <summary>Checks the order of a frame's chunks of pixels and moves behind them.</summary>
    private void SkipPixels(bool isDefaultImage)
    {
        var hasPixels = false;
        Span<byte> number = stackalloc byte[4];
        while (PngChunk.Read(_source, _offset) is { } chunk && chunk.Type is not (PngChunk.FrameControl or PngChunk.End))
        {
            hasPixels |= chunk.Type == (isDefaultImage ? PngChunk.Pixels : PngChunk.FramePixels);
            if (chunk.Type == PngChunk.FramePixels)
            {
                CheckSequence(chunk.Length >= 4 && _source.Read(number, chunk.Offset + PngChunk.HeaderLength) == 4
                    ? BinaryPrimitives.ReadUInt32BigEndian(number)
                    : uint.MaxValue);
            }

            _offset = chunk.EndOffset;
        }

        if (!hasPixels)
        {
            throw Corrupt("a frame has no pixels");
        }
    }

    private void CheckSequence(uint number)
    {
        if (number != _sequence++)
        {
            throw Corrupt("frames are missing or not in order");
        }
    }

    private static uint ReadNumber(ReadOnlySpan<byte> typeAndContent, int offset) =>
        BinaryPrimitives.ReadUInt32BigEndian(typeAndContent[(4 + offset)..]);

    private static CorruptImageException Corrupt(string reason) => new($"The animated PNG cannot be read: {reason}.");
}
