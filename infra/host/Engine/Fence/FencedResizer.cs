using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Contracts;
using Pipeline.Core.Renditions;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Renditions;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Host.Engine.Fence;

/// <summary>Makes renditions in a fenced process, and stores them here.</summary>
/// <param name="store">Originals and renditions.</param>
/// <param name="pool">The processes.</param>
/// <param name="maxBytes">Maximum size of an original in bytes.</param>
internal sealed class FencedResizer(IImageStore store, FencePool pool, long maxBytes)
{
    /// <param name="request">What to make.</param>
    /// <param name="needBytes">Memory in bytes that it may need.</param>
    /// <param name="cancellationToken">Cancels the call. The process may go on for some seconds.</param>
    /// <exception cref="FencedProcessDiedException">The process has crashed, or exceeded a limit.</exception>
    /// <exception cref="TaskFailedException">The renditions cannot be made. The error is the name of the exception in the process.</exception>
    public async Task<ResizeResponse> ResizeAsync(ResizeRequest request, long needBytes, CancellationToken cancellationToken)
    {
        var original = request.Original;
        using var found = await store.ReadOriginalAsync(
            new(original.Bucket, original.Key, original.VersionId, original.ETag), maxBytes, cancellationToken) as OriginalRead.Found;
        if (found is null)
        {
            return new(ResizeOutcome.Superseded);
        }

        var file = FencedFiles.Describe(found.Content);
        var writes = new RenditionWrites(store, request, cancellationToken);
        var lease = await pool.LeaseAsync(file.Path, cancellationToken);
        FencedCall call;
        FencedProcess process;
        try
        {
            process = lease.GetProcess();
            var content = JsonSerializer.SerializeToUtf8Bytes(request, PipelineJson.Default.ResizeRequest);
            call = process.Begin(
                new(0, FenceMessageKind.Resize) { File = file }, content, needBytes, pool.Options.ResizeTimeLimit, writes.Begin, pool.Logs.Current);
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        // Not before the process has answered, even if nobody waits for it any more: until then, it can only have this image.
        _ = call.Completion.ContinueWith(_ => lease.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await using var cancellation = cancellationToken.UnsafeRegister(_ => process.Cancel(call), null);
        FenceMessage answer;
        byte[] response;
        try
        {
            (answer, response) = await call.Completion.WaitAsync(cancellationToken);
        }
        catch
        {
            // Nothing is written any more when the attempt has failed: the next one may begin, or the image may be removed.
            await writes.SettleAsync();
            throw;
        }

        var times = await writes.FinishAsync();
        return answer.Fault is { } fault ? throw ToFailure(fault) : AddTimes(JsonSerializer.Deserialize(response, PipelineJson.Default.ResizeResponse)!, times);
    }

    /// <summary>A failure as Lambda's .NET runtime reports it.</summary>
    private static TaskFailedException ToFailure(FenceFault fault) => new(
        fault.Type,
        new JsonObject
        {
            ["errorType"] = fault.Type,
            ["errorMessage"] = fault.Message,
            ["stackTrace"] = new JsonArray([.. (fault.StackTrace ?? "")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => JsonValue.Create(line))]),
        }.ToJsonString());

    /// <summary>The process does not know how long storing takes.</summary>
    private static ResizeResponse AddTimes(ResizeResponse response, IReadOnlyDictionary<string, TimeSpan> times)
    {
        return response with
        {
            Renditions = response.Renditions?.Select(made => made with { Timings = Add(made.Timings, made.Rendition.Key) }).ToList(),
            Timings = response.Rendition is { Key: var key } ? Add(response.Timings, key) : null,
        };

        ResizeTimings? Add(ResizeTimings? timings, string renditionKey) =>
            timings is null ? null : timings with { Write = Math.Round(times[renditionKey].TotalMilliseconds, 1) };
    }

    /// <summary>Stores renditions as they arrive, each while the process makes the next one.</summary>
    private sealed class RenditionWrites(IImageStore store, ResizeRequest request, CancellationToken cancellationToken)
    {
        private readonly Dictionary<string, RenditionPlan> _plans = request.ListPlans().ToDictionary(plan => plan.Key);
        private readonly List<Task<(string Key, TimeSpan Time)>> _writes = [];
        private readonly Lock _lock = new();
        private bool _isSettled;

        /// <exception cref="InvalidDataException">Nobody asked for this rendition.</exception>
        public void Begin(string key, byte[] content)
        {
            if (!_plans.TryGetValue(key, out var plan))
            {
                throw new InvalidDataException($"It sent the rendition '{key}', which nobody asked for.");
            }

            lock (_lock)
            {
                if (!_isSettled)
                {
                    _writes.Add(Task.Run(() => WriteAsync(plan, content), cancellationToken));
                }
            }
        }

        public async Task<IReadOnlyDictionary<string, TimeSpan>> FinishAsync() =>
            (await Task.WhenAll(Settle())).ToDictionary(write => write.Key, write => write.Time);

        /// <summary>Waits for the writes that have begun, whatever comes of them.</summary>
        public async Task SettleAsync() => await ((Task)Task.WhenAll(Settle())).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        private Task<(string Key, TimeSpan Time)>[] Settle()
        {
            lock (_lock)
            {
                _isSettled = true;
                return [.. _writes];
            }
        }

        private async Task<(string Key, TimeSpan Time)> WriteAsync(RenditionPlan plan, byte[] content)
        {
            var watch = Stopwatch.StartNew();
            await store.WriteRenditionAsync(
                new(plan.Key, RenditionFormats.ContentType(plan.Format), request.Original.Sha256, content), cancellationToken);
            return (plan.Key, watch.Elapsed);
        }
    }
}
