using Pipeline.Imaging.Codecs;

namespace Pipeline.Imaging.Headers;

/// <summary>The frame header of a JPEG: how its samples are coded.</summary>
/// <param name="Process">Second byte of the frame's marker, 0xC0 to 0xCF: 0xC0 baseline, 0xC2 progressive, 0xC3 lossless.</param>
/// <param name="Precision">Bits per sample: 8 or 12, and 2 to 16 in a lossless file.</param>
/// <param name="Height">Height in pixels; 0 if it is stored after the first scan.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Components">Colour components: 1 grey, 3 colours, 4 printing inks.</param>
/// <seealso href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, B.2.2</seealso>
public sealed record JpegHeader(byte Process, int Precision, int Height, int Width, int Components)
{
    private const int FrameHeaderLength = 6;

    /// <summary>Whether each pixel is coded without loss, instead of blocks of frequencies.</summary>
    public bool IsLossless => Process is 0xC3 or 0xCB;

    /// <summary>Whether the file holds several frames that refine each other.</summary>
    public bool IsHierarchical => Process is >= 0xC5 and <= 0xC7 or >= 0xCD and <= 0xCF;

    /// <summary>
    /// The feature that keeps libjpeg-turbo, which both codecs contain, from reading the file; null if there is none. A picture of two
    /// or more than four components has no defined colours.
    /// </summary>
    public string? FindUndecodableFeature() => this switch
    {
        { IsHierarchical: true } => "hierarchical coding",
        { Process: 0xCB } => "lossless arithmetic coding",
        { Components: 2 or > 4 } => $"{Components} colour components",
        { Height: 0, Width: > 0 } => "its height after its pixels",
        _ => null,
    };

    /// <summary>Reads the frame header; null if there is none before the first scan, or it is damaged.</summary>
    public static JpegHeader? Read(ImageSource source)
    {
        var frame = JpegSegments.List(source).FirstOrDefault(segment => segment.Marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xCC));
        if (frame.Length < FrameHeaderLength)
        {
            return null;
        }

        // A header whose length or precision cannot be right is damaged, not unusual.

        Span<byte> header = stackalloc byte[FrameHeaderLength];
        return source.Read(header, frame.Offset) < FrameHeaderLength || header[0] is < 2 or > 16 || frame.Length != FrameHeaderLength + (3 * header[5])
            ? null
            : new(frame.Marker, header[0], (header[1] << 8) | header[2], (header[3] << 8) | header[4], header[5]);
    }
}
