using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Testing.Hosts;

/// <summary>A delivery as a receiver saw it.</summary>
/// <param name="Path">Path of the request.</param>
/// <param name="Headers">Headers, by names in any case.</param>
/// <param name="Body">Body.</param>
internal sealed record ReceivedDelivery(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();
}

/// <summary>A receiver of webhooks, on a free loopback port. It accepts every delivery unless told otherwise.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedDelivery> _deliveries = [];

    private ServedEndpoints _served = null!;

    /// <summary>URL that receives.</summary>
    public string Url => $"{_served.Address}/hook";

    /// <summary>Responses to give before deliveries are accepted: status and headers.</summary>
    public ConcurrentQueue<(int Status, (string Name, string Value)[] Headers)> Responses { get; } = [];

    /// <summary>Every request, in order.</summary>
    public IReadOnlyList<ReceivedDelivery> Deliveries => [.. _deliveries];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        receiver._served = await ServedEndpoints.StartAsync(app => app.Map("/{**path}", receiver.ReceiveAsync));
        return receiver;
    }

    /// <summary>Refuses the next deliveries.</summary>
    public void Refuse(int status, int count = 1, params (string Name, string Value)[] headers)
    {
        for (var i = 0; i < count; i++)
        {
            Responses.Enqueue((status, headers));
        }
    }

    public Task WaitForDeliveriesAsync(int count) => DefinedPipeline.WaitUntilAsync(() => _deliveries.Count >= count);

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var (status, headers) = Responses.TryDequeue(out var response) ? response : (204, []);
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.StatusCode = status;
        _deliveries.Enqueue(new(
            context.Request.Path.Value!, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
    }
}
