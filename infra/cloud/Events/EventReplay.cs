using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Aws.Calls;
using Pipeline.Cloud.Stack;
using Pipeline.Terminal.Commands;

namespace Pipeline.Cloud.Events;

/// <summary>Sends archived events through the stack's rule again. The pipeline finds those that it has processed unchanged or superseded.</summary>
internal sealed class EventReplay(AwsJsonClient eventBridge, DeployedStack stack, TimeProvider time)
{
    // Source: EventBridge API Reference, StartReplay. Names are unique in an account and region.
    private const int MaxNameLength = 64;

    /// <param name="from">Time of the first event.</param>
    /// <param name="to">Time after the last event.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Name of the replay.</returns>
    /// <exception cref="UsageException">The stack has no archive.</exception>
    public async Task<string> StartAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (stack.EventArchive.Length == 0 || stack.EventRule.Length == 0)
        {
            throw new UsageException("The stack has no archive of events. Set eventArchiveDays (`pulumi config set eventArchiveDays 14`) and run `pulumi up`.");
        }

        // Of the default bus: arn:aws:events:REGION:ACCOUNT:rule/NAME
        var bus = stack.EventRule[..(stack.EventRule.LastIndexOf(":rule/", StringComparison.Ordinal) + 1)] + "event-bus/default";
        var name = CreateName();
        await eventBridge.CallAsync(
            "StartReplay",
            new JsonObject
            {
                ["ReplayName"] = name,
                ["Description"] = "Started by `events replay`",
                ["EventSourceArn"] = stack.EventArchive,
                ["EventStartTime"] = from.ToUnixTimeSeconds(),
                ["EventEndTime"] = to.ToUnixTimeSeconds(),
                // Without the filter, all rules of the bus would get the events.
                ["Destination"] = new JsonObject { ["Arn"] = bus, ["FilterArns"] = new JsonArray(stack.EventRule) },
            },
            cancellationToken);
        return name;
    }

    private string CreateName()
    {
        var pipeline = stack.StateMachine[(stack.StateMachine.LastIndexOf(':') + 1)..];
        var suffix = time.GetUtcNow().ToString("'-'yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        return pipeline[..Math.Min(pipeline.Length, MaxNameLength - suffix.Length)] + suffix;
    }
}
