namespace Pipeline.Core.Catalogue;

/// <summary>
/// An image's record, with what the pipeline needs to remove renditions safely. A rendition prefix is named by content, so two
/// uploads may share it. It is removed only when the record points elsewhere and no execution claims it.
/// </summary>
/// <param name="Record">What readers see.</param>
/// <param name="Claims">Prefixes that running executions write to.</param>
/// <param name="Removals">Prefixes being removed. None of them can be claimed until that is done.</param>
/// <param name="Revision">Number of writes, from 1; the condition of the next write.</param>
public sealed record CatalogueEntry(
    ImageRecord Record,
    IReadOnlyList<PrefixClaim> Claims,
    IReadOnlyList<PrefixRemoval> Removals,
    long Revision);

/// <summary>Says that an execution writes below a rendition prefix.</summary>
/// <param name="Prefix">Rendition prefix.</param>
/// <param name="Execution">Id of the execution that writes there.</param>
/// <param name="ExpiresAt">After this the execution counts as dead.</param>
public sealed record PrefixClaim(string Prefix, string Execution, DateTimeOffset ExpiresAt);

/// <summary>Says that an execution is removing a rendition prefix.</summary>
/// <param name="Prefix">Rendition prefix.</param>
/// <param name="Execution">Id of the execution that removes it.</param>
/// <param name="ExpiresAt">After this another execution may take over.</param>
public sealed record PrefixRemoval(string Prefix, string Execution, DateTimeOffset ExpiresAt);
