namespace Pipeline.Host.Engine.Telemetry;

/// <summary>Names under which OpenTelemetry finds what the host says of itself.</summary>
public static class PipelineTelemetry
{
    /// <summary>Name of the meter, and of the source of spans.</summary>
    public const string Name = "Pipeline.Local";
}
