namespace Pipeline.Imaging.Renditions;

/// <summary>One picture to make from every original.</summary>
/// <param name="Name">1 to 64 characters from <c>a-z 0-9 - _</c>, unique in its set; used as file name.</param>
/// <param name="Width">Width of the box in pixels, 1 to 16,383; null: it follows from the height.</param>
/// <param name="Height">Height of the box in pixels, 1 to 16,383; null: it follows from the width.</param>
/// <param name="Fit">How the picture fills the box.</param>
/// <param name="Gravity">Which part <see cref="Fit.Cover"/> keeps, and where <see cref="Fit.Contain"/> puts the picture.</param>
/// <param name="Format">Output format.</param>
/// <param name="Quality">1 to 100; null: the format's default (<see cref="RenditionFormats.DefaultQuality"/>).</param>
/// <param name="Effort">
/// How much time the encoder spends on a smaller file: WebP 0 to 6, AVIF 0 to 9, on the scale of libvips and sharp; other formats
/// have no effort setting. Null: the format's default (<see cref="RenditionFormats.DefaultEffort"/>).
/// </param>
/// <param name="Background">Colour of padding, and of what shows through transparent parts in JPEG: <c>#rrggbb</c> or <c>#rrggbbaa</c>; null: white for JPEG, otherwise transparent.</param>
/// <param name="Enlarge">Whether a smaller original is enlarged to the box.</param>
/// <param name="Animation">What happens to an animation in formats that support it.</param>
/// <param name="Watermark">What is drawn on top of every frame and over padding; null for nothing.</param>
/// <param name="FocalPoint">Where <see cref="Gravity.Focal"/> centres the crop. Not configured but taken from the original; null if it has none.</param>
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
    AnimationMode Animation = AnimationMode.Keep,
    Watermark? Watermark = null,
    FocalPoint? FocalPoint = null)
{
    /// <summary>Whether a focal point changes the rendition: only <see cref="Fit.Cover"/> of a whole box crops.</summary>
    public bool UsesFocalPoint() => this is { Gravity: Gravity.Focal, Fit: Fit.Cover, Width: not null, Height: not null };
}

/// <summary>How a picture fills its box; the terms are those of CSS object-fit and sharp.</summary>
public enum Fit
{
    /// <summary>As large as fits within the box, aspect ratio kept.</summary>
    Inside,

    /// <summary>Covers the whole box, aspect ratio kept; gravity decides which part of the rest is cropped.</summary>
    Cover,

    /// <summary>Like <see cref="Inside"/>, then padded with the background to the whole box.</summary>
    Contain,

    /// <summary>Exactly the box, aspect ratio not kept.</summary>
    Fill,
}

/// <summary>Which part of the picture to keep when it is cropped.</summary>
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

    /// <summary>The part around the original's focal point; like <see cref="Attention"/> if it has none.</summary>
    Focal,
}

/// <summary>Output format of a rendition.</summary>
public enum RenditionFormat
{
    Jpeg,
    Png,
    WebP,
    Avif,

    /// <summary>The original's format if it can be written, otherwise the nearest format that holds the picture (<see cref="RenditionFormats.Resolve"/>).</summary>
    Same,
}

/// <summary>What happens to an animation.</summary>
public enum AnimationMode
{
    /// <summary>All frames, if the output format supports them (WebP).</summary>
    Keep,

    /// <summary>The first frame only.</summary>
    First,
}
