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
        typeof(LowerCaseEnumConverter<DescribeOutcome>),
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
[JsonSerializable(typeof(BackfillAnnouncement))]
[JsonSerializable(typeof(Caption))]
[JsonSerializable(typeof(CatalogueEntry))]
[JsonSerializable(typeof(DescribeRequest))]
[JsonSerializable(typeof(DescribeResponse))]
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
[JsonSerializable(typeof(SummariseRequest))]
[JsonSerializable(typeof(SummariseResponse))]
[JsonSerializable(typeof(ValidateRequest))]
[JsonSerializable(typeof(ValidateResponse))]
public sealed partial class PipelineJson : JsonSerializerContext;
