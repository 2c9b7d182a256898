using Pipeline.Core.Costs;

namespace Pipeline.Cloud.Costs;

/// <summary>What webhooks cost: each URL gets every announcement by a queue and a function.</summary>
internal static class WebhookCosts
{
    /// <summary>Milliseconds that a receiver takes to respond: an assumption.</summary>
    public const decimal Wait = 300;

    /// <summary>MB.</summary>
    private const int Memory = 512;

    /// <summary>The message is sent, received and deleted; each is a request if there is only one message at a time.</summary>
    private const decimal RequestsPerMessage = 3;

    /// <summary>Lambda asks each queue with five pollers, each every 20 seconds. Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS".</summary>
    private const decimal PollsPerMonth = 5 * 3 * 60 * 24 * 30;

    private const decimal AnnouncementKilobytes = 3;
    private const decimal LogKilobytes = 2;
    private const decimal SampledTraces = 0.05m;

    /// <param name="settings">Settings of the stack.</param>
    /// <param name="duration">Price of a GB-s.</param>
    public static IEnumerable<CostLine> List(CostSettings settings, Price duration)
    {
        var urls = settings.SuccessEndpoints;
        if (urls == 0)
        {
            yield break;
        }

        var call = CostModel.CreateCall("Webhook", Memory, isProvisioned: false, codec: 0, Wait, snapStart: false);
        yield return Image("SQS: requests for webhooks, sent, received and deleted", urls * RequestsPerMessage, Prices.QueueRequests);
        yield return Image("Lambda: calls for webhooks", urls, Prices.Calls);
        yield return Image($"Lambda, {settings.Architecture}: GB-s for webhooks, whose receivers take 0.3 s", urls * call.GigabyteSeconds, duration);
        yield return Image("Internet: GB sent to webhooks, 3 kB each", urls * AnnouncementKilobytes / 1_000_000, Prices.InternetTraffic);
        yield return Image("CloudWatch: MB of logs of webhooks, 2 kB a call", urls * LogKilobytes / 1_000, Prices.Logs);
        if (settings.Tracing)
        {
            yield return Image("X-Ray: traces of webhooks, one in twenty", urls * SampledTraces, Prices.Traces);
        }

        yield return new(CostPeriod.Month, "SQS: polls of the queues of webhooks, also without messages", urls * PollsPerMonth, Prices.QueueRequests);
    }

    private static CostLine Image(string name, decimal amount, Price price) => new(CostPeriod.Image, name, amount, price);
}
