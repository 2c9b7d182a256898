using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Telemetry;

/// <summary>
/// Where traces and metrics go, by OpenTelemetry's environment variables. Reads only what decides whether they are exported at all; the exporter reads
/// the others itself. Source: opentelemetry.io/docs/specs/otel/protocol/exporter.
/// </summary>
/// <param name="Traces">Endpoint of traces; null if they are not exported.</param>
/// <param name="Metrics">Endpoint of metrics; null if they are not exported.</param>
internal sealed record OtlpSettings(string? Traces, string? Metrics)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    /// <summary>The endpoints, for people.</summary>
    public string Endpoints => string.Join(" and ", new[] { Traces, Metrics }.Where(endpoint => endpoint is not null).Distinct());

    /// <param name="read">Reads an environment variable.</param>
    /// <returns>Null if nothing is exported.</returns>
    /// <exception cref="UsageException">A variable has a value that the exporter would ignore.</exception>
    public static OtlpSettings? Read(Func<string, string?> read)
    {
        // The specification: an empty variable is the same as none.
        string? Get(string name) => read(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

        if (string.Equals(Get("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var settings = new OtlpSettings(FindEndpoint(Get, "TRACES"), FindEndpoint(Get, "METRICS"));
        return settings is { Traces: null, Metrics: null } ? null : settings;
    }

    private static string? FindEndpoint(Func<string, string?> get, string signal)
    {
        var name = get($"{Prefix}{signal}_ENDPOINT") is null ? $"{Prefix}ENDPOINT" : $"{Prefix}{signal}_ENDPOINT";
        if (get(name) is not { } endpoint)
        {
            return null;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new UsageException($"{name} is '{endpoint}'; it must be a URL such as http://localhost:4317.");
        }

        foreach (var protocolName in (string[])[$"{Prefix}{signal}_PROTOCOL", $"{Prefix}PROTOCOL"])
        {
            if (get(protocolName) is { } protocol and not ("grpc" or "http/protobuf"))
            {
                throw new UsageException($"{protocolName} is '{protocol}'; it must be grpc or http/protobuf.");
            }
        }

        return endpoint;
    }
}
