using Pipeline.Core.Costs;

namespace Pipeline.Cloud.Costs;

/// <summary>What it costs to ask for an image and to show it: a request of the HTTP API, and a rendition that the CDN delivers.</summary>
internal static class DeliveryCosts
{
    /// <summary>Milliseconds of a request that wait for DynamoDB: an assumption.</summary>
    public const decimal RequestWait = 20;

    /// <summary>Share of deliveries that CloudFront reads from S3: an assumption. The others come from its caches.</summary>
    public const decimal MissShare = 0.1m;

    /// <summary>MB of a function of the API.</summary>
    public const int ApiMemory = 512;

    /// <summary>Log lines of the function and of the access log.</summary>
    private const decimal LogKilobytes = 2.5m;
    private const decimal SampledTraces = 0.05m;

    /// <param name="settings">Settings of the stack.</param>
    /// <param name="work">The renditions of an image, for their size.</param>
    public static IEnumerable<CostLine> ListLines(CostSettings settings, RenditionWork work) =>
    [
        .. settings.HasApi ? ListRequestLines(settings) : [],
        .. settings.HasCdn ? ListDeliveryLines(work) : [],
    ];

    /// <summary>A request for the record of an image, the most frequent of all.</summary>
    private static IEnumerable<CostLine> ListRequestLines(CostSettings settings)
    {
        var call = CostModel.CreateCall("Api", ApiMemory, isProvisioned: false, codec: 0, RequestWait, snapStart: false);
        yield return Request("API Gateway: requests of an HTTP API", 1, Prices.HttpApiRequests);
        yield return Request("Lambda: calls", 1, Prices.Calls);
        yield return Request($"Lambda, {settings.Architecture}: GB-s", call.GigabyteSeconds, settings.Architecture == CostSettings.Arm64 ? Prices.ArmDuration : Prices.X86Duration);
        yield return Request("DynamoDB, on demand: read units, consistent", 1, Prices.Reads);
        yield return Request("CloudWatch: MB of logs, 2 kB a call and 0.5 kB of the access log", LogKilobytes / 1_000, Prices.Logs);
        if (settings.Tracing)
        {
            yield return Request("X-Ray: traces, one in twenty", SampledTraces, Prices.Traces);
        }
    }

    private static IEnumerable<CostLine> ListDeliveryLines(RenditionWork work)
    {
        var megabytes = work.Kilobytes / work.Files / 1_000;
        yield return Delivery("CloudFront: requests by HTTPS", 1, Prices.CdnRequests);
        yield return Delivery("CloudFront: MB to the internet, a rendition of average size", megabytes, Prices.CdnTransfer);
        yield return Delivery("S3: GET, one delivery in ten", MissShare, Prices.Gets);
    }

    private static CostLine Request(string name, decimal amount, Price price) => new(CostPeriod.ApiRequest, name, amount, price);

    private static CostLine Delivery(string name, decimal amount, Price price) => new(CostPeriod.Delivery, name, amount, price);
}
