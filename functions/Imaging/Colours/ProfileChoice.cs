using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Colours;

/// <summary>How a file's colours become those of a picture.</summary>
/// <param name="profile">The ICC profile to convert by; empty if the colours are those of the target already.</param>
/// <param name="isForRgb">Whether the profile is for RGB although the picture is grey: the picture must become RGB first.</param>
/// <param name="target">What to convert to. If the profile cannot be used after all, it is sRGB.</param>
public readonly ref struct ProfileChoice(ReadOnlySpan<byte> profile, bool isForRgb, Gamut target)
{
    /// <summary>The ICC profile to convert by; empty if the colours are those of the target already.</summary>
    public ReadOnlySpan<byte> Profile { get; } = profile;

    /// <summary>Whether the profile is for RGB although the picture is grey: the picture must become RGB first.</summary>
    public bool IsForRgb { get; } = isForRgb;

    /// <summary>What to convert to. If the profile cannot be used after all, it is sRGB.</summary>
    public Gamut Target { get; } = target;
}
