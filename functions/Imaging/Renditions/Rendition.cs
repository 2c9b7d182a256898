namespace Pipeline.Imaging.Renditions;

/// <summary>One picture to make of every original.</summary>
/// <param name="Name">1 to 64 of <c>a-z 0-9 - _</c>, unique in its set; names the file.</param>
/// <param name="Width">Width of the box in pixels, 1 to 16,383; null: follows from the height.</param>
/// <param name="Height">Height of the box in pixels, 1 to 16,383; null: follows from the width.</param>
/// <param name="Fit">How the picture fills the box.</param>
/// <param name="Gravity">Which part <see cref="Fit.Cover"/> keeps, and where <see cref="Fit.Contain"/> puts the picture.</param>
/// <param name="Format">Output format.</param>
/// <param name="Quality">1 to 100; null: the format's default (<see cref="RenditionFormats.DefaultQuality"/>).</param>
/// <param name="Effort">
/// Compute time that the encoder spends on fewer bytes: WebP 0 to 6, AVIF 0 to 9, on the scale of libvips and sharp; other formats
/// have none. Null: the format's default (<see cref="RenditionFormats.DefaultEffort"/>).
/// </param>
/// <param name="Background">Colour of padding, and what alpha is laid on for JPEG: <c>#rrggbb</c> or <c>#rrggbbaa</c>; null: white for JPEG, otherwise transparent.</param>
/// <param name="Enlarge">Whether a smaller original is enlarged to the box.</param>
/// <param name="Animation">What becomes of an animation, in formats that can hold one.</param>
public sealed record Rendition(
    string Name,
    int? Width = null,
    int? Height = null,
    Fit Fit = Fit.Inside,
    Gravity Gravity = Gravity.Centre,
    RenditionFormat Format = RenditionFormat.WebP,
    int? Quality = null,
    int? Effort = null,
    string? Background = null,
    bool Enlarge = false,
    AnimationMode Animation = AnimationMode.Keep);

/// <summary>How a picture fills its box; the words are CSS object-fit's and sharp's.</summary>
public enum Fit
{
    /// <summary>As large as fits within the box, aspect ratio kept.</summary>
    Inside,

    /// <summary>Covers the whole box, aspect ratio kept; what sticks out is cut off by gravity.</summary>
    Cover,

    /// <summary>As <see cref="Inside"/>, padded with the background to the whole box.</summary>
    Contain,

    /// <summary>Exactly the box, aspect ratio not kept.</summary>
    Fill,
}

/// <summary>Which part of the picture counts when something has to go.</summary>
public enum Gravity
{
    Centre,
    North,
    NorthEast,
    East,
    SouthEast,
    South,
    SouthWest,
    West,
    NorthWest,

    /// <summary>The part that draws the eye: edges, saturated colours and skin tones.</summary>
    Attention,
}

/// <summary>Output format of a rendition.</summary>
public enum RenditionFormat
{
    Jpeg,
    Png,
    WebP,
    Avif,

    /// <summary>The original's format where it can be written, otherwise the nearest that holds the picture (<see cref="RenditionFormats.Resolve"/>).</summary>
    Same,
}

/// <summary>What becomes of an animation.</summary>
public enum AnimationMode
{
    /// <summary>All frames, where the output format can hold them (WebP).</summary>
    Keep,

    /// <summary>The first frame only.</summary>
    First,
}
