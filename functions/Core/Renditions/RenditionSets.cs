using System.Collections.Immutable;

namespace Pipeline.Core.Renditions;

/// <summary>Which renditions to make of which key. The set with the longest prefix of a key wins; one set is for all other keys.</summary>
public sealed class RenditionSets
{
    private readonly ImmutableArray<PrefixedRenditionSet> _longestFirst;

    /// <param name="defaultSet">The set of all keys that have none of the prefixes.</param>
    /// <param name="prefixed">The sets of other keys, with unique prefixes that are not empty.</param>
    public RenditionSets(RenditionSet defaultSet, params IReadOnlyList<PrefixedRenditionSet> prefixed)
    {
        PrefixedRenditionSet ofOtherKeys = new("", defaultSet);
        _longestFirst = [.. prefixed.OrderByDescending(set => set.Prefix.Length), ofOtherKeys];
    }

    /// <summary>The set of all keys that have none of the prefixes.</summary>
    public RenditionSet Default => _longestFirst[^1].Set;

    /// <summary>Every set, whatever keys it is for.</summary>
    public IEnumerable<RenditionSet> All => _longestFirst.Select(prefixed => prefixed.Set);

    /// <summary>Every set with its prefix; the longest prefix first, the set of all other keys last.</summary>
    public IReadOnlyList<PrefixedRenditionSet> ByPrefix => _longestFirst;

    /// <summary>The PNGs of the watermarks of all sets, each once.</summary>
    public IReadOnlyList<WatermarkFile> Watermarks { get; init; } = [];

    /// <summary>Uses one set for all keys.</summary>
    public static implicit operator RenditionSets(RenditionSet set) => FromRenditionSet(set);

    /// <inheritdoc cref="op_Implicit"/>
    public static RenditionSets FromRenditionSet(RenditionSet set) => new(set);

    /// <summary>The set for the original with this key. Prefixes are compared as in S3: exactly, and anywhere in a name.</summary>
    public PrefixedRenditionSet Find(string key) => _longestFirst.First(set => key.StartsWith(set.Prefix, StringComparison.Ordinal));
}

/// <summary>A rendition set, and which keys it is for.</summary>
/// <param name="Prefix">Prefix of the originals' keys; empty for all keys.</param>
/// <param name="Set">What to make of them.</param>
public sealed record PrefixedRenditionSet(string Prefix, RenditionSet Set)
{
    /// <summary>Hash of the set. It does not depend on the prefix, nor on other sets.</summary>
    public string Hash { get; } = RenditionSetHash.Compute(Set);
}
