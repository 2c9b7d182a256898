using System.Text.Json.Nodes;
using Pipeline.Core.Grouping;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Aws.Tests.Infra.Throttling;

/// <summary>What became of a rush of uploads.</summary>
/// <param name="Failed">Number of executions that did not succeed.</param>
/// <param name="Unrecorded">Number of executions that recorded no outcome.</param>
/// <param name="Duration">From the first upload to the end of the last execution.</param>
/// <param name="Ideal">Duration if every call started the moment that a place was free.</param>
internal sealed record RushResult(int Failed, int Unrecorded, TimeSpan Duration, TimeSpan Ideal);

/// <summary>
/// An account whose functions throttle at its limit of concurrent calls, in virtual time. Validate takes 0.3 s, each of five renditions
/// 0.3 s, all five in one group 0.6 s, and Persist 0.15 s. 100 uploads arrive per second.
/// </summary>
internal sealed class ThrottlingAccount : ITaskInvoker, IDisposable
{
    private const int UploadsPerSecond = 100;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan ValidateTime = TimeSpan.FromSeconds(0.3);


    private static readonly TimeSpan PersistTime = TimeSpan.FromSeconds(0.15);

    private readonly StateMachine _machine;
    private readonly VirtualTimeProvider _time = new(Start, TimeSpan.FromSeconds(30));
    private readonly HashSet<string> _recorded = [];
    private readonly Lock _gate = new();
    private readonly int _concurrency;
    private readonly int _groups;
    private readonly TimeSpan _resizeTime;
    private int _active;

    /// <param name="definition">The deployed definition.</param>
    /// <param name="concurrency">Number of calls that the account runs at once.</param>
    /// <param name="grouping">Whether the five renditions are one group or five.</param>
    public ThrottlingAccount(string definition, int concurrency, ResizeGrouping grouping = ResizeGrouping.Each)
    {
        _concurrency = concurrency;
        (_groups, _resizeTime) = grouping == ResizeGrouping.Auto ? (1, TimeSpan.FromSeconds(0.6)) : (5, TimeSpan.FromSeconds(0.3));
        _machine = new(StateMachineDefinition.Parse(definition), this, _time, new Random(1));
    }

    public async Task<RushResult> UploadAsync(int uploads)
    {
        Task<ExecutionResult>[] executions;
        using (_time.Pause())
        {
            executions = [.. Enumerable.Range(0, uploads).Select(ExecuteAsync)];
        }

        var results = await Task.WhenAll(executions).ConfigureAwait(false);
        var duration = _time.GetUtcNow() - Start;
        var work = uploads * (ValidateTime + (_groups * _resizeTime) + PersistTime) / _concurrency;
        return new(
            results.Count(result => result.Status != ExecutionStatus.Succeeded),
            uploads - _recorded.Count,
            duration,
            TimeSpan.FromSeconds(Math.Max(work.TotalSeconds, (double)uploads / UploadsPerSecond)));
    }

    public async Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken)
    {
        switch (invocation.StateName)
        {
            case "Validate":
                await CallAsync(ValidateTime, cancellationToken);
                return Payload(new JsonObject
                {
                    ["outcome"] = "accepted",
                    ["original"] = new JsonObject(),
                    ["metadata"] = new JsonObject(),
                    ["groups"] = new JsonArray(
                        [.. Enumerable.Range(0, _groups).Select(i => (JsonNode)new JsonObject { ["name"] = $"{i}", ["plans"] = new JsonArray() })]),
                });
            case "Resize":
                await CallAsync(_resizeTime, cancellationToken);
                return Payload(new JsonObject());
            case "Persist" or "PersistFailure":
                await CallAsync(PersistTime, cancellationToken);
                lock (_gate)
                {
                    _recorded.Add(invocation.ExecutionArn);
                }

                return Payload(new JsonObject { ["outcome"] = "recorded", ["record"] = new JsonObject() });
            default:
                return new JsonObject { ["MessageId"] = "1" };
        }
    }

    public void Dispose() => _time.Dispose();

    private static JsonObject Payload(JsonNode payload) => new() { ["Payload"] = payload };

    private async Task<ExecutionResult> ExecuteAsync(int number)
    {
        // Without the test's context, an upload starts before its timer returns, so that time cannot pass between the two.
        await Task.Delay(TimeSpan.FromSeconds((double)number / UploadsPerSecond), _time).ConfigureAwait(false);
        var upload = JsonNode.Parse(
            """
            {
              "id": "1", "detail-type": "Object Created", "source": "aws.s3", "time": "2026-03-01T12:00:00Z",
              "detail": { "bucket": { "name": "uploads" }, "object": { "key": "photo.jpg" } }
            }
            """);
        var arn = $"arn:aws:states:eu-central-1:123456789012:execution:pipeline:{number}";
        return await _machine.RunAsync(
            new(arn, $"{number}", "arn:aws:states:eu-central-1:123456789012:stateMachine:pipeline", "role", upload, _time.GetUtcNow()),
            new NoJournal(), CancellationToken.None).ConfigureAwait(false);
    }

    private async Task CallAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _active) > _concurrency)
        {
            Interlocked.Decrement(ref _active);
            throw new TaskFailedException("Lambda.TooManyRequestsException", "Rate Exceeded.");
        }

        try
        {
            await Task.Delay(duration, _time, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    /// <summary>Keeps no history: thousands of executions would fill the memory with it.</summary>
    private sealed class NoJournal : IExecutionJournal
    {
        public ValueTask AppendAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
