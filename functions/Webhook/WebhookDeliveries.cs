using System.Collections.Concurrent;
using Amazon.Runtime;
using Pipeline.Aws;
using Pipeline.Core.Deployment;
using Pipeline.Core.Webhooks;
using Pipeline.Webhook.Events;

namespace Pipeline.Webhook;

/// <summary>
/// Posts messages to their webhooks, those of one call at the same time. One that fails stays in its queue, hidden for a while that grows with
/// each attempt.
/// </summary>
/// <param name="sender">Posts.</param>
/// <param name="secrets">Where the secrets are.</param>
/// <param name="queues">Hides messages.</param>
/// <param name="urls">URLs of all webhooks. The name of a queue says which is its own.</param>
/// <param name="random">Spreads retries.</param>
public sealed class WebhookDeliveries(WebhookSender sender, WebhookSecretStore secrets, MessageVisibility queues, IReadOnlyList<string> urls, Random random)
{
    /// <exception cref="AmazonServiceException">The secrets cannot be read. The messages stay in their queue.</exception>
    /// <exception cref="InvalidWebhookSecretException">What was read is no secret. The messages stay in their queue.</exception>
    public async Task<DeliveryReport> DeliverAsync(QueueEvent request, CancellationToken cancellationToken)
    {
        var problems = new ConcurrentQueue<string>();
        WebhookSecrets current;
        try
        {
            current = await secrets.GetAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Otherwise all attempts would be used up in half an hour.
            await Task.WhenAll(request.Records.Select(message => HideAsync(message, null, problems, cancellationToken)));
            throw;
        }

        var delivered = await Task.WhenAll(request.Records.Select(message => DeliverAsync(message, current, problems, cancellationToken)));
        return new([.. request.Records.Where((_, i) => !delivered[i]).Select(message => message.MessageId)], [.. problems]);
    }

    /// <returns>Whether the message is done with.</returns>
    private async Task<bool> DeliverAsync(QueueMessage message, WebhookSecrets current, ConcurrentQueue<string> problems, CancellationToken cancellationToken)
    {
        var announcement = WebhookMessage.Create(message.Body);
        TimeSpan? retryAfter = null;
        if (WebhookQueueNames.FindUrl(message.EventSourceArn, urls) is { } url)
        {
            var result = await sender.SendAsync(new(url), announcement, current, cancellationToken);
            if (result.Outcome == WebhookOutcome.Delivered)
            {
                return true;
            }

            problems.Enqueue($"{announcement.Id}, attempt {message.Attempt}: {new Uri(url).Host} {result.Error}");
            if (result.Outcome == WebhookOutcome.Gone)
            {
                return true;
            }

            retryAfter = result.RetryAfter;
        }
        else
        {
            problems.Enqueue($"{announcement.Id}: {message.EventSourceArn} belongs to no webhook that is configured");
        }

        await HideAsync(message, retryAfter, problems, cancellationToken);
        return false;
    }

    /// <summary>Hides a message until the next attempt. If that fails, it comes back after the time that its queue sets.</summary>
    private async Task HideAsync(QueueMessage message, TimeSpan? retryAfter, ConcurrentQueue<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            await queues.HideAsync(message.EventSourceArn, message.ReceiptHandle, WebhookRetries.GetDelay(message.Attempt, retryAfter, random), cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is AmazonServiceException or HttpRequestException or OperationCanceledException)
        {
            problems.Enqueue($"{message.MessageId} could not be hidden: {exception.Message}");
        }
    }
}
