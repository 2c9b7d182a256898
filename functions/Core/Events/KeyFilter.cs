using System.Text;

namespace Pipeline.Core.Events;

/// <summary>
/// Which keys of the uploads bucket are images. By default all: what an object is, its content tells, and a photo
/// uploaded without an extension is one. Folder markers (keys that end in a slash) never are.
/// </summary>
/// <param name="Prefix">What keys begin with, 1 to 1,024 bytes of UTF-8, case counts; null or empty: anything.</param>
/// <param name="Suffixes">What keys end in, whatever the case: any of these, 1 to 1,024 bytes each, not ending in a slash; null or none: anything.</param>
public sealed record KeyFilter(string? Prefix = null, IReadOnlyList<string>? Suffixes = null)
{
    /// <summary>Longest key that S3 takes, in bytes of UTF-8.</summary>
    private const int MaxBytes = 1024;

    /// <exception cref="InvalidKeyFilterException">A bound above is broken; all that are, are told.</exception>
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

/// <summary>A key filter that cannot be put into force; the configuration is to be corrected.</summary>
public sealed class InvalidKeyFilterException(IReadOnlyList<string> problems)
    : Exception($"The key filter is not valid: {string.Join("; ", problems)}.")
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
