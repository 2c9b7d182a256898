using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>What the chunks before a PNG's pixels say about its colours, and which transparent colour they name.</summary>
/// <param name="Coded">The <c>cICP</c> chunk, which outranks all others; null without one.</param>
/// <param name="HasProfile">Whether there is an <c>iCCP</c> chunk, readable or not.</param>
/// <param name="IsSrgb">Whether there is an <c>sRGB</c> chunk.</param>
/// <param name="Gamma">Value of the <c>gAMA</c> chunk, times 100,000; null without one.</param>
/// <param name="Chromaticities">The <c>cHRM</c> chunk: x and y of white, red, green and blue, each times 100,000; null without one.</param>
/// <param name="Depth">Bits per sample.</param>
/// <param name="HasTransparentColour">Whether a <c>tRNS</c> chunk names one grey or one RGB colour that is transparent.</param>
/// <seealso href="https://www.w3.org/TR/png-3/#4Concepts.ColourSpaces">PNG, third edition</seealso>
public sealed record PngColours(
    CodedColours? Coded, bool HasProfile, bool IsSrgb, uint? Gamma, IReadOnlyList<uint>? Chromaticities, int Depth, bool HasTransparentColour)
{
    private const int SignatureLength = 8;
    private const int ChunkHeaderLength = 8;
    private const int MaxDataLength = 32;
    private const byte PaletteType = 3;

    // More than any program writes. Reading stops here in a file that is made of tiny chunks.
    private const int MaxChunks = 10_000;

    /// <summary>Brightest pixel in nits, by the <c>cLLI</c> chunk; null without one.</summary>
    public double? PeakNits { get; init; }

    /// <summary>Reads chunk headers up to the pixels. Damage ends the search; it never throws on any content.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PngColours Read(ImageSource source)
    {
        var found = new PngColours(null, HasProfile: false, IsSrgb: false, null, null, Depth: 8, HasTransparentColour: false);
        var colourType = PaletteType;
        Span<byte> buffer = stackalloc byte[ChunkHeaderLength + MaxDataLength];
        long offset = SignatureLength;
        for (var i = 0; i < MaxChunks; i++)
        {
            var read = source.Read(buffer, offset);
            if (read < ChunkHeaderLength)
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(buffer);
            var type = buffer.Slice(4, 4);
            var data = buffer[ChunkHeaderLength..read];
            data = data[..(int)Math.Min(length, (uint)data.Length)];
            if (type.SequenceEqual("IDAT"u8))
            {
                break;
            }

            if (type.SequenceEqual("IHDR"u8) && data.Length >= 13)
            {
                colourType = data[9];
                found = found with { Depth = data[8] };
            }
            else if (type.SequenceEqual("tRNS"u8))
            {
                found = found with { HasTransparentColour = colourType != PaletteType };
            }
            else
            {
                found = found.With(type, data);
            }

            offset += ChunkHeaderLength + (long)length + 4;
        }

        return found;
    }

    /// <summary>Finds the <c>gAMA</c> chunk.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>Offset of the chunk in bytes; -1 without one before the pixels.</returns>
    public static int FindGamma(ReadOnlySpan<byte> file)
    {
        long offset = SignatureLength;
        for (var i = 0; i < MaxChunks && offset + ChunkHeaderLength <= file.Length; i++)
        {
            var chunk = file[(int)offset..];
            if (chunk[4..].StartsWith("gAMA"u8))
            {
                return chunk.Length >= 16 && BinaryPrimitives.ReadUInt32BigEndian(chunk) == 4 ? (int)offset : -1;
            }

            if (chunk[4..].StartsWith("IDAT"u8))
            {
                break;
            }

            offset += ChunkHeaderLength + (long)BinaryPrimitives.ReadUInt32BigEndian(chunk) + 4;
        }

        return -1;
    }

    private PngColours With(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (type.SequenceEqual("cICP"u8) && data.Length == 4 && data[2] == 0)
        {
            return this with { Coded = new(data[0], data[1]) { IsFullRange = data[3] != 0 } };
        }

        if (type.SequenceEqual("cLLI"u8) && data.Length == 8)
        {
            // In units of 0.0001 nits.
            return this with { PeakNits = BinaryPrimitives.ReadUInt32BigEndian(data) / 10_000.0 };
        }

        if (type.SequenceEqual("gAMA"u8) && data.Length == 4)
        {
            return this with { Gamma = BinaryPrimitives.ReadUInt32BigEndian(data) };
        }

        if (type.SequenceEqual("cHRM"u8) && data.Length == 32)
        {
            var values = new uint[8];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = BinaryPrimitives.ReadUInt32BigEndian(data[(4 * i)..]);
            }

            return this with { Chromaticities = values };
        }

        return type.SequenceEqual("iCCP"u8) ? this with { HasProfile = true }
            : type.SequenceEqual("sRGB"u8) ? this with { IsSrgb = true }
            : this;
    }
}
