using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Imaging.Formats;

namespace Pipeline.Terminal.Reports;

/// <summary>JSON that the commands print: the same as the contracts, but with members that are null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(LowerCaseEnumConverter<ImageFormat>), typeof(LowerCaseEnumConverter<ImageStatus>)])]
[JsonSerializable(typeof(OutcomeLine))]
[JsonSerializable(typeof(ImageRecord))]
public sealed partial class TerminalJson : JsonSerializerContext;
