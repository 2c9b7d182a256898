namespace Pipeline.Imaging.Pictures;

/// <summary>Which colours pixels can have. Both encode light by sRGB's curve and have the same white; grey is the same in both.</summary>
public enum Gamut
{
    /// <summary>sRGB.</summary>
    Srgb,

    /// <summary>Display P3, the gamut of most phones' cameras and screens: about half as many colours again as sRGB.</summary>
    P3,
}
