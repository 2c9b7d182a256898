using System.Text;

namespace Pipeline.Core.Events;

/// <summary>
/// Which keys of the uploads bucket are images. By default all keys are: the content decides what an object is, and a photo
/// uploaded without an extension is still an image. Folder markers (keys that end in a slash) never are.
/// </summary>
/// <param name="Prefix">Prefix that keys must have, 1 to 1,024 bytes of UTF-8, case-sensitive; null or empty for no prefix.</param>
/// <param name="Suffixes">Keys must end in one of these, ignoring case; 1 to 1,024 bytes each, not ending in a slash; null or empty for any ending.</param>
public sealed record KeyFilter(string? Prefix = null, IReadOnlyList<string>? Suffixes = null)
{
    /// <summary>Maximum length of a key in S3, in bytes of UTF-8.</summary>
    private const int MaxBytes = 1024;

    /// <summary>Whether the filled patterns would route the key: what a backfill, which no rule filters, must ask itself.</summary>
    public bool Matches(string key) =>
        !key.EndsWith('/')
        && key.StartsWith(Prefix ?? "", StringComparison.Ordinal)
        && (Suffixes is not { Count: > 0 } suffixes || suffixes.Any(suffix => key.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)));

    /// <exception cref="InvalidKeyFilterException">The filter breaks its bounds. The message lists every problem.</exception>
    internal void Validate()
    {
        List<string> problems = [];
        if (Encoding.UTF8.GetByteCount(Prefix ?? "") is > MaxBytes and var prefixBytes)
        {
            problems.Add($"the prefix has {prefixBytes} bytes; it must have at most {MaxBytes}");
        }

        foreach (var suffix in Suffixes ?? [])
        {
            if (Encoding.UTF8.GetByteCount(suffix) is (0 or > MaxBytes) and var bytes)
            {
                problems.Add($"a suffix has {bytes} bytes; it must have 1 to {MaxBytes}");
            }
            else if (suffix.EndsWith('/'))
            {
                problems.Add($"the suffix \"{suffix}\" ends in a slash, as only folder markers do");
            }
        }

        if (problems.Count > 0)
        {
            throw new InvalidKeyFilterException(problems);
        }
    }
}

/// <summary>The key filter is not valid. Correct the configuration.</summary>
public sealed class InvalidKeyFilterException(IReadOnlyList<string> problems)
    : Exception($"The key filter is not valid: {string.Join("; ", problems)}.")
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
