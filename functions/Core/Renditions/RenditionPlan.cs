using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>One rendition of one original.</summary>
/// <param name="Rendition">As configured, with the original's focal point if it uses one.</param>
/// <param name="Key">Key to write in the renditions bucket.</param>
/// <param name="Format">Format to write.</param>
/// <param name="Placeholder">Whether to make the placeholder with this rendition; true for one rendition of a set.</param>
/// <param name="Copyright">Notice to embed, or null.</param>
/// <param name="Alone">Whether it is the only rendition of its set, so that nothing else shares its decode.</param>
public sealed record RenditionPlan(
    Rendition Rendition, string Key, ImageFormat Format, bool Placeholder = false, string? Copyright = null, bool Alone = false);
