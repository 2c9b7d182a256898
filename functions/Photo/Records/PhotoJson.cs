using System.Text.Json.Serialization;

namespace Pipeline.Photo.Records;

/// <summary>Generated JSON code of the record: camelCase members; members that are null are absent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PhotoMetadata))]
public sealed partial class PhotoJson : JsonSerializerContext;
