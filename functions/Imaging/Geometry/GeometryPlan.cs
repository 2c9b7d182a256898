using Pipeline.Imaging.Pictures;

namespace Pipeline.Imaging.Geometry;

/// <summary>Where a rendition's pixels come from and where they go. Computed from the original's header alone.</summary>
/// <param name="Width">Width of the resampled picture in upright pixels.</param>
/// <param name="Height">Height of the resampled picture in upright pixels.</param>
/// <param name="Crop">The part to resample, in pixels of the upright original at full size.</param>
/// <param name="CanvasWidth">Width of the finished rendition in pixels; <see cref="Width"/> unless padded.</param>
/// <param name="CanvasHeight">Height of the finished rendition in pixels; <see cref="Height"/> unless padded.</param>
/// <param name="OffsetX">Left edge of the resampled picture on the canvas, in pixels.</param>
/// <param name="OffsetY">Top edge of the resampled picture on the canvas, in pixels.</param>
/// <param name="MinDecodeWidth">Minimum width in pixels, in stored orientation, at which to decode the whole original so that resampling does not enlarge it needlessly.</param>
/// <param name="MinDecodeHeight">Minimum height in pixels, likewise.</param>
/// <param name="IsPlacedByAttention">Whether <see cref="Crop"/> has its final size but must still be placed by the picture's content.</param>
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
