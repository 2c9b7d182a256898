using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Backfill;

/// <summary>A line of a manifest: an original, with the names that S3 uses in lists of objects.</summary>
/// <param name="Key">Its key.</param>
/// <param name="ETag">Its entity tag.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record ManifestLine(string Key, [property: JsonPropertyName("ETag")] string ETag, long Size)
{
    /// <summary>The line, without an end.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BackfillJson.Default.ManifestLine);
}
