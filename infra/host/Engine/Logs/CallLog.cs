using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Core.CallLogs;
using Pipeline.Host.Store.Logs;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Host.Engine.Logs;

/// <summary>What one call of a function logs. Several threads may write to it.</summary>
/// <param name="invocation">The call.</param>
/// <param name="function">Name of the function.</param>
/// <param name="time">Clock.</param>
internal sealed class CallLog(TaskInvocation invocation, string function, TimeProvider time)
{
    /// <summary>Maximum number of lines that a call can add to its own: as many as show a stack trace.</summary>
    private const int MaxAdded = 100;

    private readonly List<LogLine> _lines = [];
    private readonly Lock _lock = new();
    private long _peakBytes;
    private int _added;

    /// <summary>Facts and metrics of the call.</summary>
    public CallLogEntry Entry { get; } = new();

    /// <summary>Adds a line that the call wrote.</summary>
    public void Add(string level, string message)
    {
        lock (_lock)
        {
            if (++_added <= MaxAdded)
            {
                _lines.Add(CreateLine(level, message, null));
            }
        }
    }

    /// <summary>Says how much memory the process of the call had at most, in bytes.</summary>
    public void ReportMemory(long peakBytes) => Interlocked.Exchange(ref _peakBytes, Math.Max(peakBytes, Interlocked.Read(ref _peakBytes)));

    /// <summary>Ends the log, as Lambda does: with the line of the call, and a report.</summary>
    /// <param name="duration">Duration of the call.</param>
    /// <param name="error">Why it failed; null if it succeeded.</param>
    /// <param name="isCancelled">Whether it was cancelled.</param>
    public IReadOnlyList<LogLine> End(TimeSpan duration, CallError? error, bool isCancelled)
    {
        lock (_lock)
        {
            if (_added > MaxAdded)
            {
                _lines.Add(CreateLine(LogLevels.Warning, $"The call wrote {_added - MaxAdded:N0} more lines.", null));
            }

            var level = isCancelled || (error is null && Entry.Warning is not null) ? LogLevels.Warning
                : error is null ? LogLevels.Information
                : LogLevels.Error;
            var message = isCancelled
                ? $"{function}: cancelled, because the state timed out, its branch was aborted, or the execution or the host was stopped"
                : CallLogMembers.Describe(function, Entry, error);
            _lines.Add(CreateLine(level, message, WriteDetails(duration, error)));
            var memory = Interlocked.Read(ref _peakBytes) is > 0 and var bytes ? $" Max Memory Used: {bytes / 1_000_000} MB" : "";
            _lines.Add(CreateLine(
                LogLevels.Information, string.Create(CultureInfo.InvariantCulture, $"REPORT Duration: {duration.TotalMilliseconds:0.00} ms{memory}"), null));
            return [.. _lines];
        }
    }

    private LogLine CreateLine(string level, string message, string? details) =>
        new(0, time.GetUtcNow(), level, invocation.StateName, invocation.Attempt, invocation.Iterations, message, details);

    private string WriteDetails(TimeSpan duration, CallError? error)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("function", function);
            CallLogMembers.Write(json, Entry, duration, error is null ? null : Shorten(error));
            foreach (var (name, _, value) in Entry.Metrics)
            {
                json.WriteNumber(name, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static CallError Shorten(CallError error) => error with
    {
        Message = LogLimits.Cut(error.Message, LogLimits.MaxMessageLength),
        StackTrace = error.StackTrace is null ? null : LogLimits.Cut(error.StackTrace, LogLimits.MaxMessageLength),
    };
}
