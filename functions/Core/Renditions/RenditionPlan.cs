using System.Text.Json.Serialization;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>One file to make of one original: a rendition, and all others of its set that come out the same.</summary>
/// <param name="Rendition">As configured, with the original's focal point if it uses one.</param>
/// <param name="Key">Key to write in the renditions bucket.</param>
/// <param name="Format">Format to write.</param>
/// <param name="Placeholder">Whether to make the placeholder with this rendition; true for one rendition of a set.</param>
/// <param name="Copyright">Notice to embed, or null.</param>
/// <param name="Alone">Whether it is the only file of its set, so that nothing else shares its decode.</param>
/// <param name="Aliases">Later renditions of the set that are the same picture in the same file; null if there are none.</param>
public sealed record RenditionPlan(
    Rendition Rendition,
    string Key,
    ImageFormat Format,
    bool Placeholder = false,
    string? Copyright = null,
    bool Alone = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RenditionAlias>? Aliases = null);

/// <summary>A rendition that shares the file of an earlier rendition of its set.</summary>
/// <param name="Name">Its name in the set.</param>
/// <param name="Position">Its position in the set, from 0.</param>
public sealed record RenditionAlias(string Name, int Position);
