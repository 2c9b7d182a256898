using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Grouping;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.EventPatterns;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Engine.Tasks;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;
using Pipeline.Imaging.Formats;
using Pipeline.Interpreter.Executions;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Events;
using Pipeline.Vips;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>
/// The pipeline as AWS runs it, on emulators: uploads through the S3 API, events routed by the pattern, and the state machine with
/// buckets and a table. Only the topics are local: their messages go to a store in a folder.
/// </summary>
internal sealed class AwsPipelineUnderTest : IAsyncDisposable
{
    private static readonly VipsCodec Codec = new();

    private readonly TemporaryFolder _folder = new();
    private readonly DecodeCache _cache = new(64 << 20);
    private readonly StateMachine _machine;
    private readonly IReadOnlyList<EventPattern> _patterns;
    private readonly AmazonS3Client _s3;
    private long _sequencer = 0x65f1a2b3c4d5e600;

    private AwsPipelineUnderTest(S3Emulator s3, DynamoDbEmulator dynamoDb, string uploads, string renditions, string table, ResizeGrouping grouping, RenditionSet set,
        DescribingOptions? describing = null)
    {
        (_s3, Uploads, Renditions, Table) = (s3.Client, uploads, renditions, table);
        Store = new(s3.Client, renditions, TimeProvider.System);
        Catalogue = new(dynamoDb.Client, table);
        Local = LocalStore.Open(_folder.Path, TimeProvider.System);
        var options = new PipelineOptions(_folder.Path, set) { ResizeGrouping = grouping, Describing = describing };
        Handlers = PipelineTasks.Create(
            options, Store, Catalogue, Local.Announcements, Codec, _cache, WatermarkImages.Decode(Codec, []), TimeProvider.System,
            outcomes: new DynamoOutcomeLog(dynamoDb.Client, table), budget: new DynamoDescriptionBudget(dynamoDb.Client, table));
        var rules = new DefinitionRules(PipelineTasks.ListNames(options), describing is null ? null : File.ReadAllText(PipelineDefinition.AdditionsPath));
        var definition = rules.Read(File.ReadAllText(PipelineDefinition.FilePath)).Definition!;
        _machine = new(definition, new ResourceInvoker(Handlers), TimeProvider.System, new Random(0));
        var template = File.ReadAllText(Repository.PathOf("statemachine", "image-events.pattern.json"));
        _patterns = [.. ImageEventsPattern.Fill(template, uploads, new()).Select(pattern => EventPattern.Parse(pattern.ToJsonString()))];
    }

    /// <summary>Keeps the executions, and the messages that the topics received.</summary>
    public LocalStore Local { get; }

    /// <summary>The functions and topics.</summary>
    public ResourceHandlers Handlers { get; }

    public string Uploads { get; }

    public string Renditions { get; }

    public string Table { get; }

    public S3ImageStore Store { get; }

    public DynamoImageCatalogue Catalogue { get; }

    public static async Task<AwsPipelineUnderTest> CreateAsync(S3Emulator s3, DynamoDbEmulator dynamoDb, ResizeGrouping grouping = ResizeGrouping.Each) =>
        await CreateAsync(s3, dynamoDb, await dynamoDb.CreateTableAsync(), grouping);

    public static async Task<AwsPipelineUnderTest> CreateAsync(
        S3Emulator s3, DynamoDbEmulator dynamoDb, string table, ResizeGrouping grouping = ResizeGrouping.Each) =>
        new(s3, dynamoDb, await s3.CreateBucketAsync(), await s3.CreateBucketAsync(), table, grouping, RenditionSet.Default);

    /// <summary>A pipeline that describes images.</summary>
    public static async Task<AwsPipelineUnderTest> CreateAsync(S3Emulator s3, DynamoDbEmulator dynamoDb, DescribingOptions describing) => new(
        s3, dynamoDb, await s3.CreateBucketAsync(), await s3.CreateBucketAsync(), await dynamoDb.CreateTableAsync(), ResizeGrouping.Each, RenditionSet.Default, describing);

    /// <summary>The same pipeline after a deployment with another rendition set.</summary>
    public AwsPipelineUnderTest Redeploy(S3Emulator s3, DynamoDbEmulator dynamoDb, RenditionSet set) => new(s3, dynamoDb, Uploads, Renditions, Table, ResizeGrouping.Each, set);

    /// <returns>Name of the state that ended the execution (<c>AnnounceSuccess</c>, <c>Unchanged</c>…); null if the event was not routed.</returns>
    public async Task<string?> UploadAsync(string key, byte[] content)
    {
        var request = new PutObjectRequest { BucketName = Uploads, Key = key, InputStream = new MemoryStream(content), UseChunkEncoding = false };
        var etag = (await _s3.PutObjectAsync(request)).ETag.Trim('"');
        return await RouteCreatedAsync(key, content.Length, etag);
    }

    /// <summary>Sends the event of an object that was created.</summary>
    /// <inheritdoc cref="UploadAsync"/>
    public Task<string?> RouteCreatedAsync(string key, long size, string etag) =>
        RouteAsync("created-unversioned-bucket.json", key, item => (item["size"], item["etag"]) = (size, etag));

    /// <inheritdoc cref="UploadAsync"/>
    public async Task<string?> DeleteAsync(string key)
    {
        await _s3.DeleteObjectAsync(Uploads, key);
        return await RouteDeletedAsync(key);
    }

    /// <summary>Sends the event of an object that was deleted.</summary>
    /// <inheritdoc cref="UploadAsync"/>
    public Task<string?> RouteDeletedAsync(string key) => RouteAsync("deleted-permanently.json", key, _ => { });

    /// <summary>Starts the execution of what a person decides about an image.</summary>
    /// <param name="detailType">What is decided.</param>
    /// <param name="key">Key of the original.</param>
    /// <param name="image">Further members of the event's object.</param>
    /// <param name="caption">Text of a person; null for none.</param>
    /// <inheritdoc cref="UploadAsync"/>
    public Task<string?> DecideAsync(string detailType, string key, JsonObject image, JsonObject? caption = null)
    {
        image["key"] = key;
        var detail = new JsonObject { ["bucket"] = new JsonObject { ["name"] = Uploads }, ["object"] = image };
        if (caption is not null)
        {
            detail["caption"] = caption;
        }

        return RunAsync(new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(), ["detail-type"] = detailType, ["source"] = "image-pipeline.person", ["time"] = "2026-03-01T12:00:00Z", ["detail"] = detail,
        });
    }

    public async Task<ImageRecord> RecordAsync(string key) =>
        (await Catalogue.GetAsync(ImageIds.Create(Uploads, key), CancellationToken.None))!.Record;

    public async Task<(GetObjectResponse Object, byte[] Content, IReadOnlyList<Tag> Tags)> RenditionAsync(string key)
    {
        var response = await _s3.GetObjectAsync(Renditions, key);
        using var content = new MemoryStream();
        await response.ResponseStream.CopyToAsync(content);
        var tagging = await _s3.GetObjectTaggingAsync(new() { BucketName = Renditions, Key = key });
        return (response, content.ToArray(), tagging.Tagging ?? []);
    }

    public static ImageInfo Inspect(byte[] content, ImageFormat format) => Codec.Inspect(content, format);

    public async Task<IReadOnlyList<Announcement>> AnnouncementsAsync(AnnouncementTopic topic)
    {
        var records = await Local.Announcements.ListAsync(topic, null, false, 100, CancellationToken.None);
        return [.. records.Select(record => JsonSerializer.Deserialize(record.Message, PipelineJson.Default.Announcement)!)];
    }

    public async ValueTask DisposeAsync()
    {
        await Local.DisposeAsync();
        _cache.Dispose();
        _folder.Dispose();
    }

    /// <summary>Sends an event like the sample, as EventBridge does.</summary>
    private async Task<string?> RouteAsync(string sample, string key, Action<JsonObject> change)
    {
        var @event = SampleEvents.Read(sample);
        var item = @event["detail"]!["object"]!.AsObject();
        @event["id"] = Guid.NewGuid().ToString();
        @event["detail"]!["bucket"]!["name"] = Uploads;
        (item["key"], item["sequencer"]) = (key, (++_sequencer).ToString("X18"));
        change(item);

        using var document = JsonDocument.Parse(@event.ToJsonString());
        return _patterns.All(pattern => pattern.Matches(document.RootElement)) ? await RunAsync(@event) : null;
    }

    /// <summary>Runs the execution of an event, whatever the pattern says.</summary>
    /// <inheritdoc cref="UploadAsync"/>
    public async Task<string?> RunAsync(JsonNode @event)
    {
        var (id, start) = ((string)@event["id"]!, TimeProvider.System.GetUtcNow());
        var arn = PipelineDefinition.ExecutionArn(id);
        var imageId = ImageIds.Create(Uploads, (string)@event["detail"]!["object"]!["key"]!);
        await Local.Executions.StartAsync(
            new(arn, id, PipelineDefinition.StateMachineArn, imageId, start, @event.ToJsonString()), null, CancellationToken.None);
        string? last = null;
        var journal = new StoreJournal(
            Local.Executions,
            arn,
            entries => last = (string?)entries.LastOrDefault(entry => entry.Type.EndsWith("StateExited", StringComparison.Ordinal))?.Details?["name"] ?? last,
            TimeProvider.System);
        var result = await _machine.RunAsync(
            new(arn, id, PipelineDefinition.StateMachineArn, PipelineDefinition.RoleArn, @event, start), journal, CancellationToken.None);
        await journal.FinishAsync(result, null, null, CancellationToken.None);
        return result.Status == ExecutionStatus.Succeeded ? last : $"{result.Status}: {result.Error} {result.Cause}";
    }
}
