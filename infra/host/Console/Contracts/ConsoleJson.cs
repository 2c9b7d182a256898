using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Pictures;
using Pipeline.Interpreter.History;

namespace Pipeline.Host.Console.Contracts;

/// <summary>JSON of the API. Like the JSON of the contracts, but null members are written, too.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(LowerCaseEnumConverter<ImageFormat>), typeof(LowerCaseEnumConverter<ImageStatus>), typeof(LowerCaseEnumConverter<Gamut>),
        typeof(CamelCaseEnumConverter<AttemptOutcome>),
        typeof(CamelCaseEnumConverter<ScopeKind>), typeof(CamelCaseEnumConverter<VisitOutcome>),
    ])]
[JsonSerializable(typeof(AnnouncementPage))]
[JsonSerializable(typeof(BackfillPlanResponse))]
[JsonSerializable(typeof(DefinitionResponse))]
[JsonSerializable(typeof(ExecutionDefinitionResponse))]
[JsonSerializable(typeof(ExecutionPageResponse))]
[JsonSerializable(typeof(ExistingOriginalsRequest))]
[JsonSerializable(typeof(ExistingOriginalsResponse))]
[JsonSerializable(typeof(LiveHistory))]
[JsonSerializable(typeof(HistoryPageResponse))]
[JsonSerializable(typeof(ImageResponse))]
[JsonSerializable(typeof(LiveImage))]
[JsonSerializable(typeof(ImagePageResponse))]
[JsonSerializable(typeof(ImageKeyPageResponse))]
[JsonSerializable(typeof(LiveDefinition))]
[JsonSerializable(typeof(LogPageResponse))]
[JsonSerializable(typeof(MapChildPageResponse))]
[JsonSerializable(typeof(MapRunListResponse))]
[JsonSerializable(typeof(MapRunRequest))]
[JsonSerializable(typeof(NumbersSnapshot))]
[JsonSerializable(typeof(SavedQueriesResponse))]
[JsonSerializable(typeof(StartRequest))]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(StopRequest))]
[JsonSerializable(typeof(SubmissionResponse))]
[JsonSerializable(typeof(TraceResponse))]
[JsonSerializable(typeof(WebhookResponse))]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(byte[]))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
internal sealed partial class ConsoleJson : JsonSerializerContext
{
    /// <summary>Copies the options of this context to others. A context in a resolver chain contributes its types, but not its options.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.PropertyNamingPolicy = Default.Options.PropertyNamingPolicy;
        options.NumberHandling = JsonNumberHandling.Strict;
        foreach (var converter in Default.Options.Converters)
        {
            options.Converters.Add(converter);
        }
    }
}
