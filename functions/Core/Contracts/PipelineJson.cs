using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Events;
using Pipeline.Core.Photos;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Contracts;

/// <summary>Generated JSON code of every contract: camelCase members, lower-case enumeration values, all members present.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(LowerCaseEnumConverter<AnimationMode>),
        typeof(LowerCaseEnumConverter<Fit>),
        typeof(LowerCaseEnumConverter<Gamut>),
        typeof(LowerCaseEnumConverter<Gravity>),
        typeof(LowerCaseEnumConverter<ImageFormat>),
        typeof(LowerCaseEnumConverter<ImageStatus>),
        typeof(LowerCaseEnumConverter<PersistOutcome>),
        typeof(LowerCaseEnumConverter<PersistResult>),
        typeof(LowerCaseEnumConverter<RemoveOutcome>),
        typeof(LowerCaseEnumConverter<RenditionFormat>),
        typeof(LowerCaseEnumConverter<ResizeOutcome>),
        typeof(LowerCaseEnumConverter<ValidationOutcome>),
    ])]
[JsonSerializable(typeof(Announcement))]
[JsonSerializable(typeof(CatalogueEntry))]
[JsonSerializable(typeof(ImageEvent))]
[JsonSerializable(typeof(ImageRecord))]
[JsonSerializable(typeof(PersistRequest))]
[JsonSerializable(typeof(PersistResponse))]
[JsonSerializable(typeof(PhotoMetadata))]
[JsonSerializable(typeof(ReconcileRequest))]
[JsonSerializable(typeof(ReconcileResponse))]
[JsonSerializable(typeof(RemoveRequest))]
[JsonSerializable(typeof(RemoveResponse))]
[JsonSerializable(typeof(ResizeRequest))]
[JsonSerializable(typeof(ResizeResponse))]
[JsonSerializable(typeof(ValidateRequest))]
[JsonSerializable(typeof(ValidateResponse))]
public sealed partial class PipelineJson : JsonSerializerContext;

/// <summary>Writes enumeration values as lower-case words: <c>webp</c>, <c>northeast</c>, <c>accepted</c>.</summary>
public sealed class LowerCaseEnumConverter<T>() : JsonStringEnumConverter<T>(LowerCaseNamingPolicy.Instance, allowIntegerValues: false)
    where T : struct, Enum;

internal sealed class LowerCaseNamingPolicy : JsonNamingPolicy
{
    public static readonly LowerCaseNamingPolicy Instance = new();

    // Names are ASCII identifiers, and the contracts use lower case.
    public override string ConvertName(string name) => string.Create(name.Length, name, static (span, text) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.ToLowerInvariant(text[i]);
        }
    });
}
