using System.Text.Json.Serialization;
using Pipeline.Core.Contracts;
using Pipeline.Lambda;

namespace Pipeline.Export.Contracts;

/// <summary>Serialises requests and responses of exports with generated code.</summary>
public sealed class ExportSerializer() : GeneratedSerializer(ExportJson.Default, "a request or response of an export");

/// <summary>The contracts of exports in JSON. Members that are null are written: the state machine's paths refer to them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(LowerCaseEnumConverter<ExportStep>)])]
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(ExportResponse))]
public sealed partial class ExportJson : JsonSerializerContext;
