using System.Text.Json.Nodes;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.StepFunctions;

/// <summary>Parts of responses. Times are seconds since 1970 with three decimals; null values are left out.</summary>
internal static class ResponseParts
{
    public static decimal ToEpochSeconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000m;

    /// <summary>An execution as it appears in lists.</summary>
    public static JsonObject ToSummary(ExecutionRecord execution)
    {
        var json = new JsonObject
        {
            ["executionArn"] = execution.Arn,
            ["stateMachineArn"] = execution.StateMachineArn,
            ["name"] = execution.Name,
            ["status"] = execution.Status.ToText(),
            ["startDate"] = ToEpochSeconds(execution.StartTime),
            ["redriveCount"] = execution.RedriveCount,
        };
        SetIfPresent(json, "stopDate", execution.StopTime);
        SetIfPresent(json, "redriveDate", execution.RedriveTime);
        return json;
    }

    /// <summary>An event of a history.</summary>
    /// <param name="recorded">The stored event.</param>
    /// <param name="includeData">Whether to include inputs and outputs.</param>
    public static JsonObject ToEvent(RecordedEvent recorded, bool includeData)
    {
        var @event = recorded.ToHistoryEvent();
        var json = @event.ToAwsJson();
        json["timestamp"] = ToEpochSeconds(@event.Timestamp);
        if (!includeData && @event.DetailsName is { } name && json[name] is JsonObject details)
        {
            foreach (var data in new[] { "input", "inputDetails", "output", "outputDetails", "assignedVariables", "assignedVariablesDetails" })
            {
                details.Remove(data);
            }
        }

        return json;
    }

    public static void SetIfPresent(JsonObject json, string name, string? text)
    {
        if (text is not null)
        {
            json[name] = text;
        }
    }

    private static void SetIfPresent(JsonObject json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json[name] = ToEpochSeconds(known);
        }
    }
}
