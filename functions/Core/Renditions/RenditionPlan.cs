using System.Text.Json.Serialization;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>One rendition of one original.</summary>
/// <param name="Rendition">As configured.</param>
/// <param name="Key">Key to write in the renditions bucket.</param>
/// <param name="Format">Format to write.</param>
/// <param name="Placeholder">Whether the placeholder is made along with it; so for one of a set.</param>
/// <param name="Copyright">Notice to embed; null for none.</param>
/// <param name="Alone">Whether it is its set's only one, so that nobody shares its decode.</param>
public sealed record RenditionPlan(
    Rendition Rendition, string Key, ImageFormat Format, bool Placeholder = false, string? Copyright = null, bool Alone = false);
