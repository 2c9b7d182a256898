using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Core.CallLogs;
using Pipeline.Core.Deployment;

namespace Pipeline.Lambda;

/// <summary>
/// Writes one line of JSON per call. The line is both the log record, whose members are searchable, and, through its member
/// <c>_aws</c>, the call's CloudWatch metrics: the embedded metric format allows other members.
/// </summary>
/// <remarks>
/// The line goes straight to the process's standard output. Lambda's .NET runtime wraps output of Console and ILambdaLogger into its
/// own JSON or adds a prefix, and CloudWatch finds no metrics in either.
/// </remarks>
/// <param name="output">Stream to write lines to: standard output, unbuffered.</param>
/// <param name="pipeline">Name of the pipeline, the dimension of all metrics.</param>
/// <param name="function">Name of the function.</param>
/// <param name="time">Clock.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html"/>
public sealed class CallLog(Stream output, string pipeline, string function, TimeProvider time)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(2048);
    private readonly Lock _lock = new();

    /// <summary>Writes the line of a call that succeeded.</summary>
    /// <param name="requestId">Lambda's id of the call.</param>
    /// <param name="entry">Facts and metrics of the call.</param>
    /// <param name="duration">Duration of the call.</param>
    public void WriteSuccess(string requestId, CallLogEntry entry, TimeSpan duration) => Write(LogLevels.Information, requestId, entry, duration, null);

    /// <summary>Writes the line of a call that ended with an exception.</summary>
    /// <inheritdoc cref="WriteSuccess"/>
    public void WriteFailure(string requestId, CallLogEntry entry, TimeSpan duration, Exception exception) => Write(LogLevels.Error, requestId, entry, duration, CallError.From(exception));

    private void Write(string level, string requestId, CallLogEntry entry, TimeSpan duration, CallError? error)
    {
        lock (_lock)
        {
            _buffer.ResetWrittenCount();
            var now = time.GetUtcNow();
            // Relaxed escaping keeps keys of any script readable. The line is never used as HTML.
            using (var json = new Utf8JsonWriter(_buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                json.WriteString("timestamp", now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                json.WriteString("level", level);
                json.WriteString("message", CallLogMembers.Describe(function, entry, error));
                json.WriteString("requestId", requestId);
                json.WriteString("function", function);
                CallLogMembers.Write(json, entry, duration, error);
                WriteMetrics(json, entry, now);
                json.WriteEndObject();
            }

            _buffer.Write("\n"u8);
            output.Write(_buffer.WrittenSpan);
            output.Flush();
        }
    }

    private void WriteMetrics(Utf8JsonWriter json, CallLogEntry entry, DateTimeOffset now)
    {
        if (entry.Metrics.Count == 0)
        {
            return;
        }

        json.WriteString(PipelineMetrics.Pipeline, pipeline);
        if (entry is { IsCountedByReason: true, Reason: { } reason })
        {
            json.WriteString(PipelineMetrics.Reason, reason);
        }

        foreach (var (name, _, value) in entry.Metrics)
        {
            json.WriteNumber(name, value);
        }

        json.WriteStartObject("_aws");
        json.WriteNumber("Timestamp", now.ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics");
        json.WriteStartObject();
        json.WriteString("Namespace", PipelineMetrics.Namespace);
        WriteDimensions(json, entry);
        json.WriteStartArray("Metrics");
        foreach (var (name, unit, _) in entry.Metrics)
        {
            json.WriteStartObject();
            json.WriteString("Name", name);
            json.WriteString("Unit", unit.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDimensions(Utf8JsonWriter json, CallLogEntry entry)
    {
        json.WriteStartArray("Dimensions");
        json.WriteStartArray();
        json.WriteStringValue(PipelineMetrics.Pipeline);
        json.WriteEndArray();
        if (entry is { IsCountedByReason: true, Reason: not null })
        {
            json.WriteStartArray();
            json.WriteStringValue(PipelineMetrics.Pipeline);
            json.WriteStringValue(PipelineMetrics.Reason);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
