namespace Pipeline.Imaging.Renditions;

/// <summary>A picture on top of a rendition.</summary>
/// <param name="Sha256">SHA-256 of the PNG, 64 lower-case hexadecimal digits: it identifies the picture.</param>
/// <param name="Position">Where it is; neither <see cref="Gravity.Attention"/> nor <see cref="Gravity.Focal"/>.</param>
/// <param name="Margin">Distance from the edges that it is at, in pixels of the rendition. Less where there is no room for it.</param>
/// <param name="Opacity">0 (invisible) to 1 (as in the PNG).</param>
/// <param name="Scale">Its width as a share of the rendition's, more than 0 to 1. A watermark that would be too high is made smaller.</param>
public sealed record Watermark(string Sha256, Gravity Position = Gravity.SouthEast, int Margin = 16, double Opacity = 1, double Scale = 0.2)
{
    /// <summary>Maximum size of the PNG, in bytes.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>Maximum width and height of the PNG, in pixels.</summary>
    public const int MaxDimension = 4_096;

    public const double MinScale = 0.01;
}
