using System.Reflection;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Telemetry;

namespace Pipeline.Local.Telemetry;

/// <summary>
/// Exports the traces and metrics of the host over OTLP. Nothing waits for it: what cannot be exported is dropped, and a stop waits for half a second.
/// </summary>
internal sealed class OtlpExport : IAsyncDisposable
{
    /// <summary>How long a stop waits for each of traces and metrics.</summary>
    private const int StopMilliseconds = 500;

    private readonly ExecutionSpans _spans;
    private readonly OpenTelemetrySdk _sdk;
    private readonly ExportFaults _faults;

    private OtlpExport(LocalPipeline pipeline, OtlpSettings settings)
    {
        _faults = new(settings.Endpoints, Console.Error, TimeProvider.System);
        _sdk = OpenTelemetrySdk.Create(builder =>
        {
            builder.ConfigureResource(Describe);
            if (settings.Traces is not null)
            {
                builder.WithTracing(traces => traces.AddSource(PipelineTelemetry.Name));
            }

            if (settings.Metrics is not null)
            {
                builder.WithMetrics(metrics => metrics.AddMeter(PipelineTelemetry.Name));
            }

            builder.UseOtlpExporter();
        });
        _spans = new(pipeline);
    }

    /// <summary>Starts the export. Call it before the first execution, and after the server was created, whose instruments it reads.</summary>
    /// <param name="pipeline">The pipeline to export.</param>
    /// <param name="settings">Where to; null for no export. Then nothing of OpenTelemetry's exporter is loaded.</param>
    /// <returns>Dispose it to stop; null if there is nothing to stop.</returns>
    public static IAsyncDisposable? Start(LocalPipeline pipeline, OtlpSettings? settings) => settings is null ? null : StartExporter(pipeline, settings);

    public async ValueTask DisposeAsync()
    {
        await _spans.DisposeAsync();
        await Task.WhenAll(
            Task.Run(() => _sdk.TracerProvider.Shutdown(StopMilliseconds)), Task.Run(() => _sdk.MeterProvider.Shutdown(StopMilliseconds)));
        _sdk.Dispose();
        _faults.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpExport StartExporter(LocalPipeline pipeline, OtlpSettings settings) => new(pipeline, settings);

    private static void Describe(ResourceBuilder resource) => resource
        .AddService("image-pipeline", serviceVersion: typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion)
        // Last, because the last one counts: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES.
        .AddEnvironmentVariableDetector();
}
