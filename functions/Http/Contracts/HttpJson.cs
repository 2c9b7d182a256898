using System.Text.Json.Serialization;
using Pipeline.Core.Contracts;
using Pipeline.Imaging.Formats;

namespace Pipeline.Http.Contracts;

/// <summary>Generated JSON code of the API's contracts: camelCase members, lower-case enumeration values, all members present.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(LowerCaseEnumConverter<ApiStatus>), typeof(LowerCaseEnumConverter<ImageFormat>)])]
[JsonSerializable(typeof(ImageListResponse))]
[JsonSerializable(typeof(ImageResponse))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(UploadRequest))]
[JsonSerializable(typeof(UploadResponse))]
public sealed partial class HttpJson : JsonSerializerContext;
