using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;

namespace Pipeline.Host.Store.Records;

/// <summary>How the database holds what has no columns of its own.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CatalogueEntry))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(MultipartUpload))]
[JsonSerializable(typeof(CompletedUpload))]
internal sealed partial class StoreJson : JsonSerializerContext;
