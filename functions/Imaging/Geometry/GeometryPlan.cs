using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Geometry;

/// <summary>Where a rendition's pixels come from and where they go. Needs the original's header only.</summary>
/// <param name="Width">Width of the resampled picture in upright pixels.</param>
/// <param name="Height">Height of the resampled picture in upright pixels.</param>
/// <param name="Crop">What is resampled, in pixels of the upright original in full size.</param>
/// <param name="CanvasWidth">Width of the finished rendition in pixels; <see cref="Width"/> unless padded.</param>
/// <param name="CanvasHeight">Height of the finished rendition in pixels; <see cref="Height"/> unless padded.</param>
/// <param name="OffsetX">Where the resampled picture's left edge lies on the canvas.</param>
/// <param name="OffsetY">Where the resampled picture's upper edge lies on the canvas.</param>
/// <param name="MinDecodeWidth">Least width in pixels, in stored orientation, to decode the whole original in so that nothing is enlarged that need not be.</param>
/// <param name="MinDecodeHeight">Least height in pixels, likewise.</param>
/// <param name="IsPlacedByAttention">Whether <see cref="Crop"/> is of the right size but is to be placed by what the picture shows.</param>
public sealed record GeometryPlan(
    int Width,
    int Height,
    Region Crop,
    int CanvasWidth,
    int CanvasHeight,
    int OffsetX,
    int OffsetY,
    int MinDecodeWidth,
    int MinDecodeHeight,
    bool IsPlacedByAttention)
{
    /// <summary>Whether there is padding around the resampled picture.</summary>
    public bool IsPadded => CanvasWidth != Width || CanvasHeight != Height;
}
