using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;

namespace Pipeline.Core.Persisting;

/// <summary>Lists the renditions of a version, of which several may share a file.</summary>
internal static class SharedFiles
{
    /// <summary>Every rendition by its own name, in the set's order.</summary>
    /// <param name="resized">The response for each file, in the set's order.</param>
    public static IReadOnlyList<RenditionRecord> ListRenditions(IReadOnlyList<ResizeResponse> resized)
    {
        List<RenditionRecord> renditions = [.. resized.Select(response => response.Rendition!)];
        var aliases = resized.SelectMany(response => (response.Aliases ?? []).Select(alias => (alias, file: response.Rendition!)));
        // In ascending order, so that all renditions before an alias are in the list already.
        foreach (var (alias, file) in aliases.OrderBy(entry => entry.alias.Position))
        {
            renditions.Insert(alias.Position, file with { Name = alias.Name });
        }

        return renditions;
    }
}
