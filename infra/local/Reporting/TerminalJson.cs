using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Imaging;

namespace Pipeline.Local.Reporting;

/// <summary>JSON of what the commands print: written as the contracts are, but with every member there, null or not.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(LowerCaseEnumConverter<ImageFormat>), typeof(LowerCaseEnumConverter<ImageStatus>)])]
[JsonSerializable(typeof(OutcomeLine))]
[JsonSerializable(typeof(ImageRecord))]
internal sealed partial class TerminalJson : JsonSerializerContext;
