using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Local.Telemetry;

/// <summary>The real program, with OpenTelemetry's environment variables, and a collector that receives what it exports.</summary>
public sealed class OtlpExportTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SpansAndMetricsOfImagesReachACollector(bool grpc)
    {
        await using var collector = await OtlpCollector.StartAsync(grpc);
        using var program = new PipelineProgram(environment: Variables(
            collector.Address, ("OTEL_EXPORTER_OTLP_PROTOCOL", grpc ? "grpc" : "http/protobuf"), ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer 123"),
            ("OTEL_SERVICE_NAME", "photos")));
        var port = FreePort.Find();
        using var running = program.Start("serve", "--port", $"{port}");
        await running.WaitForLinesAsync(2);
        using var client = new HttpClient { BaseAddress = new($"http://localhost:{port}/") };
        var photo = SyntheticImages.Jpeg(640, 480);
        await UploadAsync(client, "cats/1.jpg", photo);
        await UploadAsync(client, "torn.png", Torn(SyntheticImages.Png(640, 480)));

        await collector.WaitForSpansAsync(spans => spans.Count(span => span.ParentId.Length == 0) == 2);
        await DefinedPipeline.WaitUntilAsync(() => collector.ReadMetric("pipeline.executions.ended").Count == 2);

        var spans = collector.Spans;
        Assert.Equal(spans.Count, spans.Select(span => span.Id).Distinct().Count());
        var root = Assert.Single(spans, span => span.ParentId.Length == 0 && Equals(span.Attributes["aws.s3.key"], "cats/1.jpg"));
        Assert.Equal("image-pipeline", root.Name);
        Assert.Equal("uploads", root.Attributes["aws.s3.bucket"]);
        Assert.Equal("succeeded", root.Attributes["pipeline.outcome"]);
        Assert.Equal("arn:aws:states:local:000000000000:stateMachine:image-pipeline", root.Attributes["aws.step_functions.state_machine.arn"]);
        Assert.Equal(0, root.StatusCode);
        var inside = spans.Where(span => span.TraceId == root.TraceId && span != root).ToList();
        Assert.All(inside, span => Assert.InRange(span.Start, root.Start, root.End));
        Assert.All(inside, span => Assert.InRange(span.End, span.Start, root.End));
        var validate = Assert.Single(inside, span => span.Name == "Validate");
        var map = Assert.Single(inside, span => span.Name == "ResizeAll");
        Assert.Equal((root.Id, root.Id), (validate.ParentId, map.ParentId));
        Assert.Equal(("Task", 1L), (validate.Attributes["pipeline.state.type"], validate.Attributes["pipeline.state.attempt"]));
        var resizes = inside.Where(span => span.Name == "Resize").ToList();
        Assert.NotEmpty(resizes);
        Assert.All(resizes, resize => Assert.Equal(map.Id, resize.ParentId));
        Assert.Equal(resizes.Count, resizes.Select(resize => resize.Attributes["pipeline.map.item"]).Distinct().Count());

        var torn = Assert.Single(spans, span => span.ParentId.Length == 0 && Equals(span.Attributes["aws.s3.key"], "torn.png"));
        Assert.Equal(("rejected", "corruptImage"), (torn.Attributes["pipeline.outcome"], torn.Attributes["pipeline.outcome.reason"]));
        var failed = spans.First(span => span.TraceId == torn.TraceId && span.StatusCode == 2 && Equals(span.Attributes["pipeline.state.type"], "Task"));
        Assert.Equal("CorruptImageException", failed.Attributes["error.type"]);
        Assert.NotEqual("", failed.StatusMessage);

        Assert.Equal("photos", collector.Resource["service.name"]);
        Assert.All(collector.Authorizations, value => Assert.Equal("Bearer 123", value));
        Assert.Equal(new Dictionary<string, long> { ["succeeded"] = 1, ["rejected"] = 1 }, collector.ReadMetric("pipeline.executions.ended").OrderByDescending(count => count.Key).ToDictionary());
        Assert.Equal(2, collector.ReadMetric("pipeline.execution.duration")[""]);
        Assert.Equal(2, collector.ReadMetric("pipeline.execution.wait")[""]);
        Assert.True(collector.ReadMetric("pipeline.uploads")[""] > photo.Length);
    }

    [Fact]
    public async Task UnreachableCollectorHindersNothingAndIsReportedOnce()
    {
        using var program = new PipelineProgram(environment: Variables($"http://127.0.0.1:{FreePort.Find()}", ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")));
        var port = FreePort.Find();
        using var running = program.Start("serve", "--port", $"{port}");
        await running.WaitForLinesAsync(2);
        using var client = new HttpClient { BaseAddress = new($"http://localhost:{port}/") };

        for (var number = 0; number < 3; number++)
        {
            var execution = await UploadAsync(client, $"{number}.jpg", SyntheticImages.Jpeg(64, 48, number));
            await DefinedPipeline.WaitUntilAsync(async () => await GetStatusAsync(client, execution) == "SUCCEEDED");
            await Task.Delay(300);
        }

        var stopping = Stopwatch.StartNew();
        running.Interrupt();
        var run = await running.WaitForExitAsync();
        run.AssertExit(0);
        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("Telemetry could not be exported to http://127.0.0.1:", StringComparison.Ordinal));
    }

    [MappedFilesFact]
    public async Task NothingOfTheExporterIsLoadedWithoutAnEndpoint()
    {
        using var program = new PipelineProgram(environment: new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "" });
        var port = FreePort.Find();
        using var running = program.Start("serve", "--port", $"{port}");
        await running.WaitForLinesAsync(2);
        using var client = new HttpClient { BaseAddress = new($"http://localhost:{port}/") };
        var execution = await UploadAsync(client, "1.jpg", SyntheticImages.Jpeg(64, 48));
        await DefinedPipeline.WaitUntilAsync(async () => await GetStatusAsync(client, execution) == "SUCCEEDED");

        var mapped = await File.ReadAllTextAsync($"/proc/{running.ProcessId}/maps");
        Assert.Contains("Pipeline.Host.Engine.dll", mapped, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenTelemetry.Exporter.OpenTelemetryProtocol", mapped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndpointThatIsNoUrlStopsTheStart()
    {
        using var program = new PipelineProgram(environment: new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "localhost" });

        var run = await program.RunAsync("serve", "--port", "0");

        run.AssertUsageError("OTEL_EXPORTER_OTLP_ENDPOINT is 'localhost'; it must be a URL such as http://localhost:4317.");
        Assert.False(Directory.Exists(program.DataFolder));
    }

    private static Dictionary<string, string> Variables(string address, params (string Name, string Value)[] others)
    {
        var variables = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address, ["OTEL_METRIC_EXPORT_INTERVAL"] = "300", ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        };
        foreach (var (name, value) in others)
        {
            variables[name] = value;
        }

        return variables;
    }

    private static async Task<string> UploadAsync(HttpClient client, string key, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        using var response = await client.PutAsync(new Uri($"api/uploads/{key}", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["execution"]!.GetValue<string>();
    }

    private static async Task<string?> GetStatusAsync(HttpClient client, string execution) =>
        (string?)JsonNode.Parse(await client.GetStringAsync(new Uri($"api/executions/{execution}", UriKind.Relative)))!["status"];

    /// <summary>The header of an image and a part of its pixels.</summary>
    private static byte[] Torn(byte[] image) => image[..(image.Length / 2)];
}

/// <summary>A test that looks at the files that another process has mapped. It is skipped by name where the system does not list them.</summary>
internal sealed class MappedFilesFactAttribute : FactAttribute
{
    public MappedFilesFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "needs /proc/PID/maps (Linux)";
}
