using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.S3;
using Pipeline.Aws.Tests.Aws;
using Pipeline.Core.Backfill;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Host.Engine.Tasks;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.MapRuns;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Environments;

namespace Pipeline.Aws.Tests.Backfill;

/// <summary>A backfill in its deployed form: the composed definition, the functions and topics of the pipeline, and three buckets.</summary>
internal sealed class BackfillUnderTest
{
    private readonly AmazonS3Client _s3;
    private readonly AwsPipelineUnderTest _pipeline;
    private readonly StateMachine _machine;
    private readonly Dictionary<string, int> _calls = [];
    private int _running;
    private ExecutionStart? _start;
    private InMemoryJournal _journal = new();

    public BackfillUnderTest(S3Emulator s3, AwsPipelineUnderTest pipeline, string internalBucket, KeyFilter? keys = null, string executionType = BackfillDefinition.Express)
    {
        (_s3, _pipeline, Internal) = (s3.Client, pipeline, internalBucket);
        var summariser = new BackfillSummariser(new S3ResultFiles(s3.Client));
        var functions = pipeline.Handlers.Functions.ToDictionary(function => function.Key, function => Count(function.Key, function.Value));
        functions["backfill"] = JsonFunction.Create(PipelineJson.Default.SummariseRequest, PipelineJson.Default.SummariseResponse, summariser.SummariseAsync);
        var definition = BackfillDefinition.Compose(
            File.ReadAllText(Repository.PathOf("statemachine", "backfill.asl.json")), File.ReadAllText(Repository.PathOf("statemachine", "image-pipeline.asl.json")),
            new(3, keys ?? new(), executionType),
            new Dictionary<string, string>
            {
                ["ValidateFunction"] = "validate", ["ResizeFunction"] = "resize", ["PersistFunction"] = "persist", ["BackfillFunction"] = "backfill",
                ["SuccessTopic"] = "success", ["FailureTopic"] = "failure", ["UploadsBucket"] = pipeline.Uploads, ["InternalBucket"] = internalBucket,
            });
        _machine = new(
            StateMachineDefinition.Parse(definition), new ResourceInvoker(new(functions, pipeline.Handlers.Topics)), new HastyTimeProvider(), new Random(0))
        {
            Objects = new S3MapObjects(s3.Client),
            MapRuns = MapRuns,
        };
    }

    public string Internal { get; }

    /// <summary>The Map Runs, with the histories of their children, if these are STANDARD.</summary>
    public InMemoryMapRunStore MapRuns { get; } = new(keepsHistories: true);

    /// <summary>The largest number of images that were validated at once.</summary>
    public int MaxRunning { get; private set; }

    /// <summary>Parts of keys of originals that Validate cannot read.</summary>
    public IReadOnlyList<string> Unreadable { get; set; } = [];

    /// <summary>Number of calls of a function.</summary>
    public int CallsOf(string function) => _calls.GetValueOrDefault(function);

    /// <summary>Runs a backfill to its end.</summary>
    public async Task<ExecutionResult> RunAsync(string name, string input)
    {
        _calls.Clear();
        var arn = $"arn:aws:states:us-east-1:123456789012:execution:backfill:{name}";
        _start = new(
            arn, name, "arn:aws:states:us-east-1:123456789012:stateMachine:backfill", "arn:aws:iam::123456789012:role/backfill", JsonNode.Parse(input), TimeProvider.System.GetUtcNow());
        _journal = new();
        return await _machine.RunAsync(_start, _journal, CancellationToken.None);
    }

    /// <summary>Redrives the last run.</summary>
    public Task<ExecutionResult> RedriveAsync() => _machine.RedriveAsync(_start!, [.. _journal.Events], _journal, null, CancellationToken.None);

    /// <summary>Runs a backfill that succeeds.</summary>
    /// <returns>Its output.</returns>
    public async Task<SummariseResponse> SucceedAsync(string name, BackfillInput input)
    {
        var result = await RunAsync(name, input.ToJson());
        Assert.True(result.Status == ExecutionStatus.Succeeded, $"{result.Status}: {result.Error} {result.Cause}");
        return JsonSerializer.Deserialize(result.Output!.ToJsonString(), PipelineJson.Default.SummariseResponse)!;
    }

    /// <summary>Puts an original into the bucket. No event tells of it.</summary>
    /// <returns>Its line in a manifest.</returns>
    public async Task<ManifestLine> PutAsync(string key, byte[] content)
    {
        var response = await _s3.PutObjectAsync(new() { BucketName = _pipeline.Uploads, Key = key, InputStream = new MemoryStream(content), UseChunkEncoding = false });
        return new(key, response.ETag.Trim('"'), content.Length);
    }

    public Task WriteManifestAsync(string key, IEnumerable<ManifestLine> lines) => _s3.PutObjectAsync(new()
    {
        BucketName = Internal, Key = key, InputStream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => line.ToJson())))), UseChunkEncoding = false,
    });

    public async Task<IReadOnlyList<string>> InternalKeysAsync() => [.. ((await _s3.ListObjectsV2Async(new() { BucketName = Internal })).S3Objects ?? []).Select(stored => stored.Key)];

    /// <summary>Waits a hundredth of the time before a retry. Timeouts, which are all longer, stay as they are.</summary>
    private sealed class HastyTimeProvider : TimeProvider
    {
        private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < LongestRetry ? dueTime / 100 : dueTime, period);
    }

    private FunctionHandler Count(string name, FunctionHandler function) => async (payload, token) =>
    {
        lock (_calls)
        {
            _calls[name] = _calls.GetValueOrDefault(name) + 1;
            MaxRunning = Math.Max(MaxRunning, ++_running);
        }

        try
        {
            return name == "validate" && Unreadable.Any(((string)payload!["event"]!["detail"]!["object"]!["key"]!).Contains)
                ? throw new IOException("S3 does not answer.")
                : await function(payload, token);
        }
        finally
        {
            lock (_calls)
            {
                _running--;
            }
        }
    };
}
