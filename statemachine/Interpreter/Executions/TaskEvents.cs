using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Executions;

/// <summary>
/// The names and details of a Task's events: <c>LambdaFunction…</c> for a function, <c>Activity…</c> for an activity,
/// <c>Task…</c> for a service.
/// </summary>
internal sealed class TaskEvents(TaskResource resource, string region)
{
    private readonly string _prefix = resource.IsServiceIntegration ? "Task" : resource.IsActivity ? "Activity" : "LambdaFunction";

    public string Scheduled => _prefix + "Scheduled";

    public string Started => _prefix + "Started";

    /// <summary>The service has accepted the request and will return its result later.</summary>
    public string Submitted => _prefix + "Submitted";

    public string Succeeded => _prefix + "Succeeded";

    public string Failed => _prefix + "Failed";

    public string TimedOut => _prefix + "TimedOut";

    public JsonObject CreateScheduledDetails(Payload input, TimeSpan? timeout, TimeSpan? heartbeat, JsonNode? credentials)
    {
        var details = resource.IsServiceIntegration
            ? AddResource(new JsonObject { ["region"] = region, ["parameters"] = input.Text })
            : new JsonObject
            {
                ["resource"] = resource.Arn,
                ["input"] = input.Text,
                ["inputDetails"] = new JsonObject { ["truncated"] = false },
            };
        if (timeout is { } timeoutValue)
        {
            details["timeoutInSeconds"] = (long)timeoutValue.TotalSeconds;
        }

        if (heartbeat is { } heartbeatValue && (resource.IsServiceIntegration || resource.IsActivity))
        {
            details["heartbeatInSeconds"] = (long)heartbeatValue.TotalSeconds;
        }

        if (credentials?["RoleArn"] is { } roleArn && !resource.IsActivity)
        {
            details["taskCredentials"] = new JsonObject { ["roleArn"] = roleArn.DeepClone() };
        }

        return details;
    }

    public JsonObject? CreateStartedDetails() => resource.IsServiceIntegration ? AddResource([]) : null;

    /// <summary>The details of a service's event also name the service and its action.</summary>
    public JsonObject AddResource(JsonObject details)
    {
        if (resource.IsServiceIntegration)
        {
            details.Insert(0, "resourceType", resource.ServiceType);
            details.Insert(1, "resource", resource.ServiceAction);
        }

        return details;
    }
}
