using System.Collections.Immutable;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>What to make from every original: 1 to 40 renditions (40 is the concurrency of an inline Map in AWS).</summary>
/// <param name="Renditions">The renditions, with unique names.</param>
/// <param name="KeepCopyright">Whether the EXIF copyright notice is kept; all other metadata is always dropped.</param>
/// <param name="Colours">The widest gamut that renditions keep. Originals that are not wider than sRGB give sRGB in any case.</param>
public sealed record RenditionSet(IReadOnlyList<Rendition> Renditions, bool KeepCopyright = false, Gamut Colours = Gamut.Srgb)
{
    /// <summary>Whether an original's focal point changes any rendition.</summary>
    public bool UsesFocalPoint() => Renditions.Any(rendition => rendition.UsesFocalPoint());

    /// <summary>The set for an original with this focal point: renditions that use one have it. Null leaves the set as it is.</summary>
    public RenditionSet PlaceAt(FocalPoint? focalPoint) => focalPoint is null || !UsesFocalPoint()
        ? this
        : this with { Renditions = [.. Renditions.Select(rendition => rendition.UsesFocalPoint() ? rendition with { FocalPoint = focalPoint } : rendition)] };

    /// <summary>The set to make if none is configured.</summary>
    public static RenditionSet Default { get; } = new(ImmutableArray.Create<Rendition>(
        new("thumb", 128, 128, Fit.Cover),
        new("small", 320),
        new("medium", 800),
        new("large", 1600),
        new("large-jpeg", 1600, Format: RenditionFormat.Jpeg)));
}
