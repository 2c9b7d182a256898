using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>The keywords of a rendition-set file, all in lower case.</summary>
internal static class RenditionKeywords
{
    public static IReadOnlyDictionary<string, Fit> Fits { get; } = new Dictionary<string, Fit>
    {
        ["inside"] = Fit.Inside,
        ["cover"] = Fit.Cover,
        ["contain"] = Fit.Contain,
        ["fill"] = Fit.Fill,
    };

    public static IReadOnlyDictionary<string, Gravity> Gravities { get; } = new Dictionary<string, Gravity>
    {
        ["centre"] = Gravity.Centre,
        ["center"] = Gravity.Centre,
        ["north"] = Gravity.North,
        ["northeast"] = Gravity.NorthEast,
        ["east"] = Gravity.East,
        ["southeast"] = Gravity.SouthEast,
        ["south"] = Gravity.South,
        ["southwest"] = Gravity.SouthWest,
        ["west"] = Gravity.West,
        ["northwest"] = Gravity.NorthWest,
        ["attention"] = Gravity.Attention,
        ["focal"] = Gravity.Focal,
    };

    /// <summary>Positions of a watermark. Corners may also be written in camel case: southEast.</summary>
    public static IReadOnlyDictionary<string, Gravity> Positions { get; } = new Dictionary<string, Gravity>(
        Gravities.Where(keyword => keyword.Value is not (Gravity.Attention or Gravity.Focal)))
    {
        ["northEast"] = Gravity.NorthEast,
        ["southEast"] = Gravity.SouthEast,
        ["southWest"] = Gravity.SouthWest,
        ["northWest"] = Gravity.NorthWest,
    };

    public static IReadOnlyDictionary<string, RenditionFormat> Formats { get; } = new Dictionary<string, RenditionFormat>
    {
        ["jpeg"] = RenditionFormat.Jpeg,
        ["png"] = RenditionFormat.Png,
        ["webp"] = RenditionFormat.WebP,
        ["avif"] = RenditionFormat.Avif,
        ["same"] = RenditionFormat.Same,
    };

    public static IReadOnlyDictionary<string, AnimationMode> Animations { get; } = new Dictionary<string, AnimationMode>
    {
        ["keep"] = AnimationMode.Keep,
        ["first"] = AnimationMode.First,
    };

    public static IReadOnlyDictionary<string, Gamut> Gamuts { get; } = new Dictionary<string, Gamut>
    {
        ["srgb"] = Gamut.Srgb,
        ["p3"] = Gamut.P3,
    };

    /// <summary>The first keyword for a value.</summary>
    public static string KeywordOf<T>(IReadOnlyDictionary<string, T> keywords, T value)
        where T : struct, Enum =>
        keywords.First(keyword => EqualityComparer<T>.Default.Equals(keyword.Value, value)).Key;
}
