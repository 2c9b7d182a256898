using Pipeline.Core.Events;

namespace Pipeline.Http.Routes;

/// <summary>Which keys the event patterns route to the pipeline.</summary>
/// <param name="filter">The filter that the patterns are made of.</param>
public sealed class UploadKeys(KeyFilter filter)
{
    /// <summary>Whether an upload with this key starts an execution.</summary>
    public bool Route(string key) =>
        !key.EndsWith('/')
        && key.StartsWith(filter.Prefix ?? "", StringComparison.Ordinal)
        && (filter.Suffixes is not { Count: > 0 } suffixes || suffixes.Any(suffix => key.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)));

    /// <summary>What keys must be like, for messages.</summary>
    public string Rule => string.Join(" and ", new[]
    {
        string.IsNullOrEmpty(filter.Prefix) ? null : $"keys must begin with '{filter.Prefix}'",
        filter.Suffixes is { Count: > 0 } suffixes ? $"keys must end in {string.Join(" or ", suffixes)}" : null,
    }.Where(part => part is not null));
}
