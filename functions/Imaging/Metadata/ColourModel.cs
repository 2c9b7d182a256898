namespace Pipeline.Imaging.Metadata;

/// <summary>What the channels of a picture are, without alpha.</summary>
public enum ColourModel
{
    Rgb,
    Grey,
    Cmyk,
}
