using System.Diagnostics.Tracing;

namespace Pipeline.Local.Telemetry;

/// <summary>
/// Says on standard error that telemetry could not be exported, once in a while: the exporter itself reports it only to tools that trace the process.
/// </summary>
/// <param name="endpoints">Where it goes to, for people.</param>
/// <param name="output">Gets the message.</param>
/// <param name="time">Clock.</param>
internal sealed class ExportFaults(string endpoints, TextWriter output, TimeProvider time) : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private DateTimeOffset? _reportedAt;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter)
        {
            EnableEvents(eventSource, EventLevel.Error);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource.Name != Exporter)
        {
            return;
        }

        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _reportedAt < Pause)
            {
                return;
            }

            _reportedAt = now;
        }

        output.WriteLine($"Telemetry could not be exported to {endpoints}. The pipeline goes on without it; the next export is tried as usual.");
    }
}
