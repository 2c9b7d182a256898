using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Outcomes;

namespace Pipeline.Host.Store.Records;

/// <summary>JSON of values that have no columns of their own in the database, and of the files of multipart uploads.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CatalogueEntry))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(RecordedOutcome))]
[JsonSerializable(typeof(ObjectProperties))]
[JsonSerializable(typeof(MultipartUpload))]
[JsonSerializable(typeof(CompletedUpload))]
internal sealed partial class StoreJson : JsonSerializerContext;
