using System.Buffers.Binary;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;

namespace Pipeline.Imaging.Headers;

/// <summary>
/// How a JPEG, PNG, WebP or TIFF stores its pixels. A decoder delivers rows as it reads them if the file has them in one pass from top to
/// bottom. If it has them in several passes (progressive, interlaced) or in one piece (lossless WebP, one compressed strip), the decoder
/// must hold the whole picture.
/// </summary>
/// <param name="IsInPasses">Whether the pixels come in several passes or in one piece; true if the header does not say.</param>
/// <param name="SamplesPerPixel">Stored samples per pixel of all channels, with subsampled chroma counted for what it is: 1.5 for 4:2:0.</param>
/// <param name="BytesPerSample">1 for up to 8 bits, otherwise 2; more only in a TIFF.</param>
public sealed record ScanLayout(bool IsInPasses, double SamplesPerPixel, int BytesPerSample)
{
    private const int MaxSegments = 4_096;
    private const int MaxTiffSamples = 8;

    private static readonly ScanLayout Unknown = new(IsInPasses: true, SamplesPerPixel: 4, BytesPerSample: 2);

    /// <summary>Reads the layout from the header. Bytes of any kind give a layout: what they do not say is assumed to need the most memory.</summary>
    /// <param name="source">The whole file.</param>
    /// <param name="format">Format detected from the content.</param>
    /// <returns>Null for other formats.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ScanLayout? Read(ImageSource source, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ReadJpeg(source),
        ImageFormat.Png => ReadPng(source),
        ImageFormat.WebP => ReadWebP(source),
        ImageFormat.Tiff => ReadTiff(source),
        _ => null,
    };

    /// <summary>Reads IHDR, which is always the first chunk.</summary>
    /// <seealso href="https://www.w3.org/TR/png-3/#11IHDR"/>
    private static ScanLayout ReadPng(ImageSource source)
    {
        const int colourTypeOffset = 25;
        Span<byte> header = stackalloc byte[29];
        if (source.Read(header, 0) < header.Length)
        {
            return Unknown;
        }

        var samples = header[colourTypeOffset] switch { 0 or 3 => 1, 4 => 2, 2 => 3, _ => 4 };
        return new(IsInPasses: header[28] != 0, samples, BytesPerSample: header[24] > 8 ? 2 : 1);
    }

    /// <summary>Reads the first chunk: lossy pixels without alpha alone are in a chunk of their own kind.</summary>
    /// <seealso href="https://developers.google.com/speed/webp/docs/riff_container"/>
    private static ScanLayout ReadWebP(ImageSource source)
    {
        const byte alphaFlag = 0x10;
        Span<byte> header = stackalloc byte[30 + 8];
        var chunk = header[12..Math.Max(12, source.Read(header, 0))];
        var isLossy = chunk.StartsWith("VP8 "u8);
        if (chunk.StartsWith("VP8X"u8) && chunk.Length > 8 && (chunk[8] & alphaFlag) == 0)
        {
            // Chunks of metadata may come between.
            isLossy = FindPixels(source, 30) is { } pixels && pixels;
        }

        return new(IsInPasses: !isLossy, isLossy ? 3 : 4, BytesPerSample: 1);
    }

    /// <summary>Whether the first chunk with pixels is a lossy one; null if there is none.</summary>
    private static bool? FindPixels(ImageSource source, long offset)
    {
        Span<byte> chunk = stackalloc byte[8];
        for (var count = 0; count < MaxSegments && source.Read(chunk, offset) == chunk.Length; count++)
        {
            if (chunk.StartsWith("VP8"u8))
            {
                return chunk[3] == (byte)' ';
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            offset += chunk.Length + length + (length & 1);
        }

        return null;
    }

    /// <summary>A strip is decompressed whole. Uncompressed rows are read where they are.</summary>
    private static ScanLayout ReadTiff(ImageSource source)
    {
        if (TiffHeader.Read(source) is not { } header)
        {
            return Unknown;
        }

        var hasLargeStrips = header.RowsPerStrip >= header.Height / 4;
        return new(
            IsInPasses: hasLargeStrips && !header.IsTiled && header.Compression != TiffCompression.None,
            Math.Clamp(header.SamplesPerPixel, 1, MaxTiffSamples),
            BytesPerSample: Math.Clamp((header.BitsPerSample + 7) / 8, 1, sizeof(double)));
    }

    /// <summary>Walks the segments up to the first scan.</summary>
    /// <seealso href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, annex B</seealso>
    private static ScanLayout ReadJpeg(ImageSource source)
    {
        ScanLayout? frame = null;
        var components = 0;
        Span<byte> segment = stackalloc byte[10 + (3 * 4)];
        long offset = 2;
        for (var count = 0; count < MaxSegments && source.Read(segment, offset) is var read and >= 5; count++)
        {
            if (segment[0] != 0xFF || segment[1] is 0 or 0xFF or (>= 0xD0 and <= 0xD7) or 0x01)
            {
                // Fill bytes, stray bytes between segments, and markers without a length.
                offset += segment[0] == 0xFF && segment[1] is not (0 or 0xFF) ? 2 : 1;
                continue;
            }

            var marker = segment[1];
            if (marker == 0xDA)
            {
                // A baseline JPEG may have a scan for each component, too.
                return frame is null ? Unknown : frame with { IsInPasses = frame.IsInPasses || segment[4] < components };
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && read >= 10)
            {
                components = segment[9];
                frame = new(
                    IsInPasses: marker is not (0xC0 or 0xC1 or 0xC9),
                    CountSamples(segment[10..read], components),
                    BytesPerSample: segment[4] > 8 ? 2 : 1);
            }

            offset += 2 + Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(segment[2..]));
        }

        return frame is null ? Unknown : frame with { IsInPasses = true };
    }

    /// <summary>Adds up the samples of all components, each by its share of the largest sampling factors.</summary>
    private static double CountSamples(ReadOnlySpan<byte> components, int count)
    {
        var (sum, maxHorizontal, maxVertical) = (0, 1, 1);
        for (var i = 0; i < count; i++)
        {
            if ((i * 3) + 1 >= components.Length)
            {
                return Unknown.SamplesPerPixel;
            }

            var factors = components[(i * 3) + 1];
            var (horizontal, vertical) = (Math.Max(1, factors >> 4), Math.Max(1, factors & 15));
            sum += horizontal * vertical;
            (maxHorizontal, maxVertical) = (Math.Max(maxHorizontal, horizontal), Math.Max(maxVertical, vertical));
        }

        return count == 0 ? Unknown.SamplesPerPixel : (double)sum / (maxHorizontal * maxVertical);
    }
}
