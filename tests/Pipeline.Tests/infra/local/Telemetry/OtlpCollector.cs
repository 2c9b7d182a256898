using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Local.Telemetry;

/// <summary>A span as it arrived.</summary>
internal sealed record CollectedSpan(
    string TraceId, string Id, string ParentId, string Name, ulong Start, ulong End, IReadOnlyDictionary<string, object> Attributes, int StatusCode, string StatusMessage);

/// <summary>A collector of OpenTelemetry, as far as a test needs one: OTLP over HTTP with protobuf, or over gRPC. Source: opentelemetry.io/docs/specs/otlp.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ProtobufMessage> _traces = [];
    private readonly ConcurrentQueue<ProtobufMessage> _metrics = [];

    private OtlpCollector(bool grpc)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        _app = builder.Build();
        _app.UseRouting();
        if (grpc)
        {
            _app.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", context => CollectCallAsync(context, _traces));
            _app.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", context => CollectCallAsync(context, _metrics));
        }
        else
        {
            _app.MapPost("/v1/traces", context => CollectAsync(context, _traces));
            _app.MapPost("/v1/metrics", context => CollectAsync(context, _metrics));
        }
    }

    public string Address { get; private set; } = "";

    /// <summary>Values of the header <c>authorization</c>, of every request.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = [];

    /// <summary>Resource attributes of all traces.</summary>
    public IReadOnlyDictionary<string, object> Resource => ReadAttributes(_traces.First().At(1, 1).First(), 1);

    public IReadOnlyList<CollectedSpan> Spans =>
    [
        .. _traces.SelectMany(request => request.At(1, 2, 2)).Select(span =>
        {
            var status = span.At(15).LastOrDefault();
            return new CollectedSpan(
                span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Number(7), span.Number(8), ReadAttributes(span, 9),
                (int)(status?.Number(3) ?? 0), status?.Text(2) ?? "");
        }),
    ];

    public static async Task<OtlpCollector> StartAsync(bool grpc = false)
    {
        var collector = new OtlpCollector(grpc);
        await collector._app.StartAsync();
        collector.Address = collector._app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return collector;
    }

    /// <summary>The last value of a counter, or of a histogram's count, by the values of its labels; empty if there is none.</summary>
    public IReadOnlyDictionary<string, long> ReadMetric(string name)
    {
        var values = new Dictionary<string, long>();
        foreach (var metric in _metrics.SelectMany(request => request.At(1, 2, 2)).Where(metric => metric.Text(1) == name))
        {
            foreach (var point in metric.At(7, 1))
            {
                values[string.Join(' ', ReadAttributes(point, 7).Values)] = (long)point.Number(6);
            }

            foreach (var point in metric.At(9, 1))
            {
                values[string.Join(' ', ReadAttributes(point, 9).Values)] = (long)point.Number(4);
            }
        }

        return values;
    }

    public Task WaitForSpansAsync(Func<IReadOnlyList<CollectedSpan>, bool> condition) => DefinedPipeline.WaitUntilAsync(() => condition(Spans));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task CollectAsync(HttpContext context, ConcurrentQueue<ProtobufMessage> received)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        received.Enqueue(ProtobufMessage.Parse(await ReadAsync(context)));
        context.Response.ContentType = "application/x-protobuf";
    }

    private async Task CollectCallAsync(HttpContext context, ConcurrentQueue<ProtobufMessage> received)
    {
        var frame = await ReadAsync(context);
        Assert.Equal(frame.Length - 5, BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1)));
        received.Enqueue(ProtobufMessage.Parse(frame.AsSpan(5)));
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private async Task<byte[]> ReadAsync(HttpContext context)
    {
        Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private static Dictionary<string, object> ReadAttributes(ProtobufMessage message, int field) => message.At(field).ToDictionary(
        attribute => attribute.Text(1),
        attribute => attribute.At(2).Last() switch
        {
            var value when value.Has(1) => (object)value.Text(1),
            var value when value.Has(3) => (long)value.Number(3),
            var value when value.Has(4) => value.Double(4),
            var value => value.Number(2) != 0,
        });
}
