using System.Text;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Photos;

/// <summary>What the uploader added to an object. Both parts are sorted by name, so that equal ones have equal JSON.</summary>
public sealed record UserMetadata
{
    /// <summary>Maximum size of names and values together, in bytes of UTF-8. S3 counts the same way, and allows as much user metadata, without tags.</summary>
    public const int MaxBytes = 2_048;

    /// <param name="metadata"><see cref="Metadata"/>.</param>
    /// <param name="tags"><see cref="Tags"/>.</param>
    [JsonConstructor]
    public UserMetadata(IReadOnlyDictionary<string, string>? metadata = null, IReadOnlyDictionary<string, string>? tags = null) =>
        (Metadata, Tags) = (Sort(metadata), Sort(tags));

    /// <summary>User metadata of the object, by name without <c>x-amz-meta-</c>; null if there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Metadata { get; }

    /// <summary>Tags of the object; null if there are none, or if the settings do not keep them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Tags { get; }

    /// <summary>
    /// What a record keeps: texts without control characters, at most <see cref="MaxBytes"/>. User metadata come before tags, both in the order
    /// of their names; the first that does not fit is dropped with all after it.
    /// </summary>
    /// <param name="user">What the object has; null if nothing.</param>
    /// <returns>What is kept, null if nothing; and how many entries were dropped.</returns>
    public static (UserMetadata? Kept, int Dropped) Fit(UserMetadata? user)
    {
        var (left, dropped) = (MaxBytes, 0);
        var metadata = Take(user?.Metadata);
        var tags = Take(user?.Tags);
        return (metadata is null && tags is null ? null : new(metadata, tags), dropped);

        Dictionary<string, string>? Take(IReadOnlyDictionary<string, string>? entries)
        {
            var kept = new Dictionary<string, string>();
            foreach (var (name, value) in entries ?? new Dictionary<string, string>())
            {
                var (cleanName, cleanValue) = (Clean(name), Clean(value));
                var size = Encoding.UTF8.GetByteCount(cleanName) + Encoding.UTF8.GetByteCount(cleanValue);
                if (dropped == 0 && size <= left && kept.TryAdd(cleanName, cleanValue))
                {
                    left -= size;
                }
                else
                {
                    dropped++;
                }
            }

            return kept.Count > 0 ? kept : null;
        }
    }

    public bool Equals(UserMetadata? other) => other is not null && AreEqual(Metadata, other.Metadata) && AreEqual(Tags, other.Tags);

    public override int GetHashCode() => HashCode.Combine(Metadata?.Count, Tags?.Count);

    private static bool AreEqual(IReadOnlyDictionary<string, string>? left, IReadOnlyDictionary<string, string>? right) =>
        left is null || right is null ? left is null && right is null : left.SequenceEqual(right);

    private static SortedDictionary<string, string>? Sort(IReadOnlyDictionary<string, string>? entries) =>
        entries is { Count: > 0 } ? new(entries.ToDictionary(), StringComparer.Ordinal) : null;

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) && rune != Rune.ReplacementChar)
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Trim();
    }
}
