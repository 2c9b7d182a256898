using Pipeline.Local.Telemetry;
using Pipeline.Terminal.Commands;

namespace Pipeline.Tests.Local.Telemetry;

public sealed class OtlpSettingsTests
{
    [Fact]
    public void NothingIsExportedWithoutAnEndpoint()
    {
        Assert.Null(Read());
        Assert.Null(Read(("OTEL_EXPORTER_OTLP_ENDPOINT", " "), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")));
        Assert.Null(Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317"), ("OTEL_SDK_DISABLED", "TRUE")));
    }

    [Fact]
    public void OneEndpointIsForBothAndEachCanHaveItsOwn()
    {
        var both = Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317"))!;
        Assert.Equal(("http://localhost:4317", "http://localhost:4317", "http://localhost:4317"), (both.Traces, both.Metrics, both.Endpoints));

        var apart = Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4318"), ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "https://b/v1/metrics"))!;
        Assert.Equal(("http://a:4318", "https://b/v1/metrics", "http://a:4318 and https://b/v1/metrics"), (apart.Traces, apart.Metrics, apart.Endpoints));

        Assert.Equal(new OtlpSettings("http://a", null), Read(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://a")));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is 'collector:4317'; it must be a URL")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json'; it must be grpc or http/protobuf.")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "udp", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL is 'udp'; it must be grpc or http/protobuf.")]
    public void ValueThatTheExporterWouldIgnoreIsRefused(string name, string value, string message)
    {
        var exception = Assert.Throws<UsageException>(() => Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317"), (name, value)));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    private static OtlpSettings? Read(params (string Name, string Value)[] variables) =>
        OtlpSettings.Read(variables.ToDictionary(variable => variable.Name, variable => variable.Value).GetValueOrDefault);
}
