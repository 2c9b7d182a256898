using System.Text.Json.Serialization;

namespace Pipeline.Core.Photos;

/// <summary>What an original says of itself, and what its uploader added.</summary>
/// <param name="Photo">What the photo says of itself; null if photos are not read.</param>
/// <param name="PhotoSchema">How <paramref name="Photo"/> was read, see <see cref="PhotoReading.Schema"/>; null if photos are not read.</param>
/// <param name="User">What the uploader added; null if nothing.</param>
public sealed record VersionMetadata(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PhotoMetadata? Photo = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PhotoSchema = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UserMetadata? User = null);
