using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Imaging.Formats;

namespace Pipeline.Terminal.Reports;

/// <summary>JSON of what the commands print: written as the contracts are, but with every member there, null or not.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(LowerCaseEnumConverter<ImageFormat>), typeof(LowerCaseEnumConverter<ImageStatus>)])]
[JsonSerializable(typeof(OutcomeLine))]
[JsonSerializable(typeof(ImageRecord))]
public sealed partial class TerminalJson : JsonSerializerContext;
