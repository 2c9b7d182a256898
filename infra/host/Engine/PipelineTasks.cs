using Pipeline.Core.Backfill;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Describing;
using Pipeline.Core.Grouping;
using Pipeline.Core.Outcomes;
using Pipeline.Core.Persisting;
using Pipeline.Core.Removal;
using Pipeline.Core.Resizing;
using Pipeline.Core.Storage;
using Pipeline.Core.Validation;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Fence;
using Pipeline.Host.Engine.Logs;
using Pipeline.Host.Engine.Memory;
using Pipeline.Host.Engine.Tasks;
using Pipeline.Host.Store.Announcements;
using Pipeline.Host.Store.Records;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Host.Engine;

/// <summary>The handlers that the pipeline's definition calls: the same logic that the Lambda functions run in AWS.</summary>
internal static class PipelineTasks
{
    /// <summary>The names of all handlers of a pipeline that does not describe images.</summary>
    public static readonly HandlerNames Names = new(["validate", "resize", "persist", "remove", "backfill"], ["success", "failure"]);

    private const string Describe = "describe";

    /// <summary>The names of all handlers that <see cref="Create"/> creates with these options.</summary>
    public static HandlerNames ListNames(PipelineOptions options) =>
        options.Describing is null ? Names : Names with { Functions = [.. Names.Functions, Describe] };

    private static readonly IReadOnlySet<string> UsingCodecs = new HashSet<string> { "validate", "resize" };

    /// <summary>The functions that decode or encode in this process: a crash in an image library happens in one of them.</summary>
    public static IReadOnlySet<string> ListUsingCodecs(PipelineOptions options) => options.Fence is null ? UsingCodecs : new HashSet<string>();

    /// <param name="options">Settings.</param>
    /// <param name="images">Originals and renditions.</param>
    /// <param name="catalogue">Records.</param>
    /// <param name="announcements">Receives the messages of both topics.</param>
    /// <param name="codec">Reads and writes images.</param>
    /// <param name="cache">Decoded pixels.</param>
    /// <param name="watermarks">Pictures of the rendition sets' watermarks.</param>
    /// <param name="time">Clock.</param>
    /// <param name="onAnnounced">Called with each announcement once it is on disk.</param>
    /// <param name="fence">Processes that run the codec; null if it runs in this process.</param>
    /// <param name="results">Results of Maps; null if there is no backfill.</param>
    /// <param name="outcomes">Where outcomes are kept for exports; null if nothing exports them.</param>
    /// <param name="logs">Finds the logs of calls; null if nobody keeps them.</param>
    /// <param name="budget">Counts the images that a model is asked about; null if none is.</param>
    public static ResourceHandlers Create(
        PipelineOptions options,
        IImageStore images,
        IImageCatalogue catalogue,
        AnnouncementStore announcements,
        IImageCodec codec,
        DecodeCache cache,
        WatermarkImages watermarks,
        TimeProvider time,
        Action<AnnouncementRecord>? onAnnounced = null,
        FencePool? fence = null,
        IResultFiles? results = null,
        IOutcomeLog? outcomes = null,
        CallLogs? logs = null,
        IDescriptionBudget? budget = null)
    {
        logs ??= new();
        var json = PipelineJson.Default;
        codec = fence is null ? codec : new FencedCodec(codec, fence);
        var validator = new ImageValidator(
            images, catalogue, codec, options.RenditionSets, options.AdmittedLimits, time,
            grouper: new(options.ResizeGrouping, GroupLimits.Default with { MaxMemory = options.AdmittedLimits.MaxMemory }), photos: options.Photos,
            descriptionSchema: options.Describing?.Vision?.Settings.Schema);
        var slots = new SemaphoreSlim(options.ConcurrentRenditions);
        var resizer = new ImageResizer(images, codec, options.Limits, cache, slots, watermarks);
        var fencedResizer = fence is null ? null : new FencedResizer(images, fence, options.Limits.MaxBytes);
        var admission = new ResizeAdmission(new(options.PictureMemory.WorkBytes), images, codec);
        var unused = new UnusedMemory(time);
        var persister = new ImagePersister(catalogue, images, time, options.RenditionGrace, outcomes: outcomes, moderation: options.Describing?.Moderation);
        var remover = new ImageRemover(catalogue, images, time, outcomes);
        var functions = new Dictionary<string, FunctionHandler>
        {
            ["validate"] = JsonFunction.Create(json.ValidateRequest, json.ValidateResponse, logs.Describe<ValidateRequest, ValidateResponse>(
                (request, token) => FencedImages.NameAsync(request, () => validator.ValidateAsync(request, token)), CallFacts.AddRequest, CallFacts.AddResponse)),
            // Not on the interpreter's thread: it takes long, and the Map's other items wait to start.
            ["resize"] = JsonFunction.Create(
                json.ResizeRequest, json.ResizeResponse, logs.Describe<ResizeRequest, ResizeResponse>(
                    (request, token) => Task.Run(
                        () => FencedImages.NameAsync(request, () => ResizeAsync(admission, unused, resizer, fencedResizer, request, token)), token),
                    CallFacts.AddRequest, CallFacts.AddResponse)),
            ["persist"] = JsonFunction.Create(
                json.PersistRequest, json.PersistResponse,
                logs.Describe<PersistRequest, PersistResponse>(persister.PersistAsync, CallFacts.AddRequest, CallFacts.AddResponse)),
            ["remove"] = JsonFunction.Create(
                json.RemoveRequest, json.RemoveResponse,
                logs.Describe<RemoveRequest, RemoveResponse>(remover.RemoveAsync, CallFacts.AddRequest, CallFacts.AddResponse)),
        };
        if (results is not null)
        {
            functions["backfill"] = JsonFunction.Create(
                json.SummariseRequest, json.SummariseResponse,
                logs.Describe<SummariseRequest, SummariseResponse>(
                    new BackfillSummariser(results).SummariseAsync, CallFacts.AddRequest, CallFacts.AddResponse));
        }

        if (options.Describing is { } describing)
        {
            functions[Describe] = JsonFunction.Create(
                json.DescribeRequest, json.DescribeResponse,
                logs.Describe(CreateDescribing(describing, images, budget, time), CallFacts.AddRequest, CallFacts.AddResponse));
        }

        return new(
            functions,
            new Dictionary<string, MessageHandler>
            {
                ["success"] = (message, token) => AnnounceAsync(announcements, AnnouncementTopic.Success, message, onAnnounced, token),
                ["failure"] = (message, token) => AnnounceAsync(announcements, AnnouncementTopic.Failure, message, onAnnounced, token),
            });
    }

    private static Func<DescribeRequest, CancellationToken, Task<DescribeResponse>> CreateDescribing(
        DescribingOptions options, IImageStore images, IDescriptionBudget? budget, TimeProvider time)
    {
        if (options.Vision is not { } vision)
        {
            return (_, _) => Task.FromResult(new DescribeResponse(DescribeOutcome.Kept));
        }

        ArgumentNullException.ThrowIfNull(budget);
        return new ImageDescriber(images, vision.Model, budget, vision.Settings, time).DescribeAsync;
    }

    private static async Task<ResizeResponse> ResizeAsync(
        ResizeAdmission admission, UnusedMemory unused, ImageResizer resizer, FencedResizer? fencedResizer, ResizeRequest request,
        CancellationToken cancellationToken)
    {
        using (var room = await admission.EnterAsync(request, cancellationToken))
        {
            if (fencedResizer is not null)
            {
                return await fencedResizer.ResizeAsync(request, room.Bytes, cancellationToken);
            }

            var response = await resizer.ResizeAsync(request, cancellationToken);
            unused.Release();
            return response;
        }
    }

    private static async Task<string> AnnounceAsync(
        AnnouncementStore announcements, AnnouncementTopic topic, TopicMessage message, Action<AnnouncementRecord>? onAnnounced, CancellationToken cancellationToken)
    {
        var (body, attributes, invocation) = message;
        var record = await announcements.AppendAsync(
            new(topic, body, attributes, invocation.ExecutionArn, invocation.IdempotencyToken), cancellationToken);
        onAnnounced?.Invoke(record);
        return record.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
