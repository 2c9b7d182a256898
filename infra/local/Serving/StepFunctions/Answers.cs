using System.Text.Json.Nodes;
using Pipeline.Local.Hosting;
using Pipeline.Local.Store;

namespace Pipeline.Local.Serving.StepFunctions;

/// <summary>Parts of answers. Times are seconds since 1970 with three decimals; what is null is left out.</summary>
internal static class Answers
{
    public static decimal Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000m;

    /// <summary>An execution as lists show it.</summary>
    public static JsonObject Summary(Store.ExecutionRecord execution)
    {
        var json = new JsonObject
        {
            ["executionArn"] = execution.Arn,
            ["stateMachineArn"] = execution.StateMachineArn,
            ["name"] = execution.Name,
            ["status"] = ExecutionRows.Text(execution.Status),
            ["startDate"] = Seconds(execution.StartTime),
            ["redriveCount"] = execution.RedriveCount,
        };
        Put(json, "stopDate", execution.StopTime);
        Put(json, "redriveDate", execution.RedriveTime);
        return json;
    }

    /// <summary>An event of a history.</summary>
    /// <param name="recorded">As it is stored.</param>
    /// <param name="withData">Whether with inputs and outputs.</param>
    public static JsonObject Event(RecordedEvent recorded, bool withData)
    {
        var @event = StoreJournal.FromRecorded(recorded);
        var json = @event.ToAwsJson();
        json["timestamp"] = Seconds(@event.Timestamp);
        if (!withData && @event.DetailsName is { } name && json[name] is JsonObject details)
        {
            foreach (var data in new[] { "input", "inputDetails", "output", "outputDetails", "assignedVariables", "assignedVariablesDetails" })
            {
                details.Remove(data);
            }
        }

        return json;
    }

    public static void Put(JsonObject json, string name, string? text)
    {
        if (text is not null)
        {
            json[name] = text;
        }
    }

    private static void Put(JsonObject json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json[name] = Seconds(known);
        }
    }
}
