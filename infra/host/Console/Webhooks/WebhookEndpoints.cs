using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Console.Options;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Announcements;

namespace Pipeline.Host.Console.Webhooks;

/// <summary>Reads and sets the URL that gets every announcement.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhook(this IEndpointRouteBuilder api)
    {
        var webhook = api.MapGroup("/webhook").WithTags("Announcements");
        webhook.MapGet("", GetAsync).WithSummary("Returns the URL that announcements are posted to, and how far delivery has got, and the deliveries to each URL.");
        webhook.MapPut("", PutAsync).WithSummary("Sets the URL (http or https) that announcements are posted to, or removes it (null). It gets announcements made from then on.");
    }

    private static async Task<Ok<WebhookResponse>> GetAsync(LocalStore store, ConsoleOptions options, CancellationToken cancellationToken) =>
        TypedResults.Ok(await CreateResponseAsync(store, await store.Webhook.GetAsync(cancellationToken), options.Webhooks, cancellationToken));

    private static async Task<Results<Ok<WebhookResponse>, ProblemHttpResult>> PutAsync(
        WebhookRequest request, LocalStore store, WebhookDelivery delivery, ConsoleOptions options, CancellationToken cancellationToken)
    {
        var url = string.IsNullOrWhiteSpace(request.Url) ? null : request.Url.Trim();
        if (url is not null)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
            {
                return Problems.BadRequest($"'{url}' is not a valid webhook URL. It must start with http:// or https://.");
            }

            // What a name leads to is checked with each connection.
            if (IPAddress.TryParse(parsed.IdnHost, out var address) && options.Webhooks.Addresses.FindProblem(address) is { } problem)
            {
                return Problems.BadRequest($"'{url}' is not allowed: {address} is {problem}. To allow loopback and private addresses, start the host with --webhook-allow-private.");
            }
        }

        var setting = await store.Webhook.SetAsync(url, cancellationToken);
        delivery.Wake();
        return TypedResults.Ok(await CreateResponseAsync(store, setting, options.Webhooks, cancellationToken));
    }

    private static async Task<WebhookResponse> CreateResponseAsync(
        LocalStore store, WebhookSetting setting, WebhookOptions options, CancellationToken cancellationToken)
    {
        var deliveries = await store.Webhook.ListDeliveriesAsync(cancellationToken);
        var current = deliveries.FirstOrDefault(address => address.Url == setting.Url);
        var pending = await store.Webhook.CountPendingAsync(cancellationToken);
        return new(
            setting.Url, setting.DeliveredId, pending, current?.LastError, current?.LastAttempt,
            [.. deliveries.Select(address => new WebhookAddress(
                address.Url, address.Delivered, address.Failed, address.Retried, address.LastError, address.LastAttempt))],
            options.Secrets.Count > 0);
    }
}
