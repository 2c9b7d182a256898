using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Resizing;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Host.Engine.Logs;

/// <summary>Keeps the log of every call of a function, as CloudWatch Logs does for Lambda. Other Tasks log nothing there, and nothing here.</summary>
/// <param name="invoker">Calls the functions.</param>
/// <param name="logs">Lets calls find their logs.</param>
/// <param name="write">Stores the lines of a call, by the ARN of its execution.</param>
/// <param name="time">Clock.</param>
internal sealed class LoggingInvoker(
    ITaskInvoker invoker, CallLogs logs, Func<string, IReadOnlyList<LogLine>, ValueTask> write, TimeProvider time) : ITaskInvoker
{
    public async Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Input is not JsonObject input || input["FunctionName"] is not JsonValue name || !name.TryGetValue<string>(out var function))
        {
            return await invoker.InvokeAsync(invocation, cancellationToken);
        }

        var log = new CallLog(invocation, function, time);
        logs.Current = log;
        var start = time.GetTimestamp();
        try
        {
            var response = await invoker.InvokeAsync(invocation, cancellationToken);
            await EndAsync(null, isCancelled: false);
            return response;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await EndAsync(null, isCancelled: true);
            throw;
        }
        catch (Exception exception)
        {
            log.Entry.Rendition = exception.Data[GroupFaults.RenditionKey] as string ?? log.Entry.Rendition;
            await EndAsync(Describe(exception), isCancelled: false);
            throw;
        }

        async ValueTask EndAsync(CallError? error, bool isCancelled)
        {
            try
            {
                await write(invocation.ExecutionArn, log.End(time.GetElapsedTime(start), error, isCancelled));
            }
            catch (ObjectDisposedException)
            {
                // The host has stopped. The next start repeats the call.
            }
        }
    }

    /// <summary>The error as the definition sees it: a fenced process reports what Lambda's runtime would.</summary>
    private static CallError Describe(Exception exception)
    {
        if (exception is not TaskFailedException failed)
        {
            return CallError.From(exception);
        }

        var (message, stackTrace) = ReadCause(failed.Cause);
        return new(failed.Error ?? "", message, stackTrace);
    }

    private static (string Message, string? StackTrace) ReadCause(string? cause)
    {
        if (cause is null || !cause.StartsWith('{'))
        {
            return (cause ?? "", null);
        }

        try
        {
            var report = JsonNode.Parse(cause)!;
            var frames = report["stackTrace"]?.AsArray().Select(frame => $"   {frame}");
            return ((string?)report["errorMessage"] ?? cause, frames is null ? null : string.Join('\n', frames));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Text that happens to start with a brace, or JSON of another kind.
            return (cause, null);
        }
    }
}
