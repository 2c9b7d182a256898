using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Metadata;

namespace Pipeline.Imaging.Colours;

/// <summary>
/// By which profile to convert a file's colours to sRGB. The answer is the same for every codec; the library only computes it.
/// </summary>
/// <seealso href="https://www.w3.org/TR/png-3/#color-chunk-precedence">PNG, third edition: 4.3</seealso>
public sealed class SourceColours
{
    private readonly byte[]? _override;
    private readonly byte[]? _fallback;
    private readonly byte[]? _embedded;

    private SourceColours(byte[]? embedded, byte[]? overriding, byte[]? fallback, bool usesEmbedded) =>
        (_embedded, _override, _fallback, UsesEmbedded) = (embedded, overriding, fallback, usesEmbedded);

    private bool UsesEmbedded { get; }

    /// <summary>Reads the header of a file. Never throws on any content.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SourceColours Read(ImageSource source, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => new(JpegProfile.Read(source), null, null, usesEmbedded: true),
        ImageFormat.Png => FromPng(PngColours.Read(source)),
        ImageFormat.Avif or ImageFormat.Heic => new(
            null, null, HeifColours.Read(source) is { } colours ? CodedProfile.Create(colours) : null, usesEmbedded: true),
        _ => new(null, null, null, usesEmbedded: true),
    };

    /// <summary>Chooses the profile to convert by.</summary>
    /// <param name="embedded">The profile that the library found in the file; empty if there is none.</param>
    /// <param name="model">Colour model of the decoded picture.</param>
    /// <param name="isForRgb">Whether the profile is for RGB although the picture is grey: the picture must become RGB first.</param>
    /// <returns>An ICC profile; empty if the picture is sRGB already.</returns>
    public ReadOnlySpan<byte> Choose(ReadOnlySpan<byte> embedded, ColourModel model, out bool isForRgb)
    {
        isForRgb = false;
        if (model != ColourModel.Cmyk && _override is not null)
        {
            isForRgb = true;
            return _override;
        }

        var profile = _embedded ?? embedded;
        if (UsesEmbedded && IccProfile.Fits(profile, model))
        {
            return IccProfile.IsSrgb(profile) ? [] : profile;
        }

        if (model == ColourModel.Cmyk)
        {
            return CmykProfile.Profile;
        }

        isForRgb = _fallback is not null;
        return _fallback;
    }

    private static SourceColours FromPng(PngColours colours)
    {
        if (colours.Coded is { } coded)
        {
            return new(null, CodedProfile.Create(coded with { PeakNits = colours.PeakNits }), null, usesEmbedded: false);
        }

        var fallback = colours is { HasProfile: false, IsSrgb: false, Gamma: { } gamma } ? CodedProfile.Create(gamma, colours.Chromaticities) : null;
        return new(null, null, fallback, usesEmbedded: true);
    }
}
