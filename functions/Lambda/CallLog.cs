using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Core.Deployment;

namespace Pipeline.Lambda;

/// <summary>
/// Writes one line of JSON a call, which is at once the log record (searchable member by member) and, by its member
/// <c>_aws</c>, the call's CloudWatch metrics: the embedded metric format lets other members stand beside.
/// </summary>
/// <remarks>
/// It goes to the process's standard output itself. The .NET runtime of Lambda wraps what Console and ILambdaLogger are given,
/// into JSON of its own or behind a prefix, and CloudWatch would see no metrics in either.
/// </remarks>
/// <param name="output">Where lines go: standard output, unbuffered.</param>
/// <param name="pipeline">Name of the pipeline: dimension of all metrics.</param>
/// <param name="function">Name of the function.</param>
/// <param name="time">Clock.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html"/>
public sealed class CallLog(Stream output, string pipeline, string function, TimeProvider time)
{
    /// <summary>Lambda's words for levels, which its own filter goes by.</summary>
    private const string Information = "INFO";
    private const string Error = "ERROR";

    private readonly ArrayBufferWriter<byte> _buffer = new(2048);
    private readonly Lock _lock = new();

    /// <summary>A call that was answered.</summary>
    /// <param name="requestId">Lambda's id of the call.</param>
    /// <param name="entry">What there is to say.</param>
    /// <param name="duration">How long it took.</param>
    public void WriteSuccess(string requestId, CallLogEntry entry, TimeSpan duration) => Write(Information, requestId, entry, duration, null);

    /// <summary>A call that ended with an exception.</summary>
    /// <inheritdoc cref="WriteSuccess"/>
    public void WriteFailure(string requestId, CallLogEntry entry, TimeSpan duration, Exception exception) => Write(Error, requestId, entry, duration, exception);

    private void Write(string level, string requestId, CallLogEntry entry, TimeSpan duration, Exception? exception)
    {
        lock (_lock)
        {
            _buffer.ResetWrittenCount();
            var now = time.GetUtcNow();
            // Keys of any script stay readable; the line is read by programs and people, never as HTML.
            using (var json = new Utf8JsonWriter(_buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                json.WriteString("timestamp", now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                json.WriteString("level", level);
                json.WriteString("message", exception is null ? $"{function}: {entry.Outcome}" : $"{function}: {exception.GetType().Name}");
                json.WriteString("requestId", requestId);
                json.WriteString("function", function);
                WriteFields(json, entry);
                json.WriteNumber("durationMilliseconds", Milliseconds(duration));
                if (exception is not null)
                {
                    json.WriteString("errorType", exception.GetType().Name);
                    json.WriteString("errorMessage", exception.Message);
                    json.WriteString("stackTrace", exception.ToString());
                }

                WriteMetrics(json, entry, now);
                json.WriteEndObject();
            }

            _buffer.Write("\n"u8);
            output.Write(_buffer.WrittenSpan);
            output.Flush();
        }
    }

    private static void WriteFields(Utf8JsonWriter json, CallLogEntry entry)
    {
        ReadOnlySpan<(string Name, string? Value)> fields =
        [
            ("execution", entry.Execution),
            ("imageId", entry.ImageId),
            ("version", entry.Version),
            ("rendition", entry.Rendition),
            ("outcome", entry.Outcome),
            ("reason", entry.Reason),
        ];
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }

        if (entry.Bytes is { } bytes)
        {
            json.WriteNumber("bytes", bytes);
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

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
