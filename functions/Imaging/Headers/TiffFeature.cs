namespace Pipeline.Imaging.Headers;

/// <summary>Features of TIFFs that no codec reads faithfully, because there is no picture in them or no agreed way to show it.</summary>
public static class TiffFeature
{
    /// <summary>The feature, for a message: <c>signed samples</c>. Null if there is none.</summary>
    public static string? FindUnreadable(TiffHeader header)
    {
        if (header.IsCameraRaw)
        {
            return TiffPhotometric.LinearRaw.Describe();
        }

        return header.Photometric switch
        {
            TiffPhotometric.WhiteIsZero or TiffPhotometric.BlackIsZero or TiffPhotometric.Rgb or TiffPhotometric.Palette or TiffPhotometric.Separated
                or TiffPhotometric.YCbCr or TiffPhotometric.CieLab => FindInSamples(header),
            // A required tag is missing: the reader says so.
            TiffPhotometric.Unknown => null,
            var other => other.Describe(),
        };
    }

    private static string? FindInSamples(TiffHeader header) => header switch
    {
        { HasUniformSamples: false } => "samples of different sizes",
        { SampleFormat: TiffSampleFormat.Signed } => "signed samples",
        { SampleFormat: not (TiffSampleFormat.Unsigned or TiffSampleFormat.FloatingPoint or TiffSampleFormat.Undefined) } => "complex numbers as samples",
        { SampleFormat: TiffSampleFormat.FloatingPoint, MaxSampleValue: not (null or (> 0 and <= 1)) } => "floating-point samples beyond 1",
        { Photometric: TiffPhotometric.Separated, HasOtherInks: true } => "inks other than CMYK",
        _ when header.SamplesPerPixel < header.ColourSamples => $"{header.Photometric.Describe()} of {header.SamplesPerPixel} {(header.SamplesPerPixel == 1 ? "sample" : "samples")}",
        _ => null,
    };
}
