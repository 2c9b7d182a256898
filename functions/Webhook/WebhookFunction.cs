using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Core.CallLogs;
using Pipeline.Lambda;
using Pipeline.Webhook.Events;

namespace Pipeline.Webhook;

/// <summary>Called for the messages of the queues of webhooks: posts each to the URL of its queue.</summary>
public sealed class WebhookFunction(WebhookDeliveries deliveries, FunctionCalls calls)
{
    [LambdaFunction]
    public async Task<QueueResponse> Webhook(QueueEvent request, ILambdaContext context)
    {
        var report = await calls.RunAsync(request, context, deliveries.DeliverAsync, static (_, _) => { }, static (entry, report) => Describe(entry, report));
        return new([.. report.Failed.Select(id => new QueueItemFailure(id))]);
    }

    private static void Describe(CallLogEntry entry, DeliveryReport report)
    {
        entry.Outcome = report.Failed.Count > 0 ? "some failed" : "all delivered";
        entry.Warning = report.Problems.Count > 0 ? string.Join("; ", report.Problems) : null;
    }
}
