using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;

namespace Pipeline.Core.Persisting;

/// <summary>Lists the renditions of a version, of which several may share a file.</summary>
internal static class SharedFiles
{
    /// <summary>Every rendition by its own name, in the set's order.</summary>
    /// <param name="files">The files, in the set's order.</param>
    public static IReadOnlyList<RenditionRecord> ListRenditions(IReadOnlyList<MadeRendition> files)
    {
        List<RenditionRecord> renditions = [.. files.Select(made => made.Rendition)];
        var aliases = files.SelectMany(made => (made.Aliases ?? []).Select(alias => (alias, file: made.Rendition)));
        // In ascending order, so that all renditions before an alias are in the list already.
        foreach (var (alias, file) in aliases.OrderBy(entry => entry.alias.Position))
        {
            renditions.Insert(alias.Position, file with { Name = alias.Name });
        }

        return renditions;
    }
}
