using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Metadata;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Colours;

/// <summary>
/// By which profile to convert a file's colours, and whether to sRGB or to Display P3. The answer is the same for every codec; the library
/// only computes it.
/// </summary>
/// <seealso href="https://www.w3.org/TR/png-3/#color-chunk-precedence">PNG, third edition: 4.3</seealso>
public sealed class SourceColours
{
    private readonly byte[]? _embedded;
    private readonly bool _usesEmbedded;
    private readonly bool _outranksEmbedded;
    private readonly Func<Gamut, byte[]?> _make;
    private readonly Dictionary<Gamut, byte[]?> _made = [];

    private SourceColours(byte[]? embedded, Func<Gamut, byte[]?> make, bool outranksEmbedded = false, bool usesEmbedded = true) =>
        (_embedded, _make, _outranksEmbedded, _usesEmbedded) = (embedded, make, outranksEmbedded, usesEmbedded);

    /// <summary>Whether the picture is grey although libraries decode it to RGB.</summary>
    private Func<bool> IsGrey { get; init; } = static () => false;

    /// <summary>Reads the header of a file. Never throws on any content.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SourceColours Read(ImageSource source, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => new(JpegProfile.Read(source), _ => null),
        // ImageMagick does not read that of an animation.
        ImageFormat.WebP => new(WebPProfile.Read(source), _ => null),
        ImageFormat.Png => FromPng(PngColours.Read(source)),
        ImageFormat.Avif or ImageFormat.Heic => FromHeif(source),
        _ => new(null, _ => null),
    };

    /// <summary>Chooses the profile to convert by, and what to convert to.</summary>
    /// <param name="embedded">The profile that the library found in the file; empty if there is none.</param>
    /// <param name="model">Colour model of the decoded picture.</param>
    /// <param name="widest">The widest gamut that may be kept. A picture that is not wider than sRGB becomes sRGB.</param>
    public ProfileChoice Choose(ReadOnlySpan<byte> embedded, ColourModel model, Gamut widest = Gamut.Srgb)
    {
        widest = widest == Gamut.Srgb || model == ColourModel.Grey || IsGrey() ? Gamut.Srgb : widest;
        var profile = ChooseProfile(embedded, model, widest, out var isForRgb);
        if (widest == Gamut.Srgb || profile.IsEmpty || !IccGamut.IsWiderThanSrgb(profile, model))
        {
            return new(profile, isForRgb, Gamut.Srgb);
        }

        return new(IccProfile.IsDisplayP3(profile) ? [] : profile, isForRgb, Gamut.P3);
    }

    private ReadOnlySpan<byte> ChooseProfile(ReadOnlySpan<byte> embedded, ColourModel model, Gamut widest, out bool isForRgb)
    {
        isForRgb = false;
        if (model != ColourModel.Cmyk && _outranksEmbedded && Make(widest) is { } overriding)
        {
            isForRgb = true;
            return overriding;
        }

        var profile = _embedded ?? embedded;
        if (_usesEmbedded && IccProfile.Fits(profile, model))
        {
            return IccProfile.IsSrgb(profile) ? [] : profile;
        }

        if (model == ColourModel.Cmyk)
        {
            return CmykProfile.Profile;
        }

        var fallback = _outranksEmbedded ? null : Make(widest);
        isForRgb = fallback is not null;
        return fallback;
    }

    /// <summary>The profile of colours that the header gives by numbers; null if they are sRGB or it gives none.</summary>
    private byte[]? Make(Gamut widest)
    {
        if (!_made.TryGetValue(widest, out var profile))
        {
            profile = _made[widest] = _make(widest);
        }

        return profile;
    }

    private static SourceColours FromHeif(ImageSource source)
    {
        var colours = HeifColours.Read(source);
        return new(null, widest => colours is null ? null : CodedProfile.Create(colours, widest)) { IsGrey = () => HeifColours.IsMonochrome(source) };
    }

    private static SourceColours FromPng(PngColours colours)
    {
        if (colours.Coded is { } coded)
        {
            return new(
                null, widest => CodedProfile.Create(coded with { PeakNits = colours.PeakNits }, widest), outranksEmbedded: true, usesEmbedded: false);
        }

        return new(
            null,
            _ => colours is { HasProfile: false, IsSrgb: false, Gamma: { } gamma } ? CodedProfile.Create(gamma, colours.Chromaticities) : null);
    }
}
