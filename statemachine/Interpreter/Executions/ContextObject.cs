using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Executions;

/// <summary>The context object, <c>$$</c>, as a state sees it (AWS: "Accessing execution data from the Context object").</summary>
internal static class ContextObject
{
    public static JsonObject Create(Visit visit)
    {
        var context = Create(visit.Frame);
        context["State"] = new JsonObject
        {
            ["Name"] = visit.State.Name,
            ["EnteredTime"] = Timestamps.Format(visit.Entered.Timestamp),
        };
        if (visit.State is RetryableState)
        {
            context["State"]!["RetryCount"] = visit.RetryCount;
        }

        if (visit.State is TaskState { Resource.IsSubmitted: true })
        {
            context["Task"] = new JsonObject { ["Token"] = visit.IdempotencyToken };
        }

        AddItem(context, visit.Frame.Item);
        return context;
    }

    /// <summary>The context object that an ItemSelector sees: the state is the Map, the item is that of the next iteration.</summary>
    public static JsonObject CreateForItem(Visit map, MapItem item)
    {
        var context = Create(map);
        AddItem(context, item);
        return context;
    }

    private static JsonObject Create(Frame frame)
    {
        var start = frame.Start;
        var executionNode = new JsonObject
        {
            ["Id"] = start.ExecutionArn,
            ["Input"] = start.Input?.DeepClone(),
            ["StartTime"] = Timestamps.Format(start.StartTime),
            ["Name"] = start.Name,
            ["RoleArn"] = start.RoleArn,
            ["RedriveCount"] = frame.RedriveCount,
        };
        if (frame.RedriveTime is { } redriveTime)
        {
            executionNode["RedriveTime"] = Timestamps.Format(redriveTime);
        }

        return new JsonObject
        {
            ["Execution"] = executionNode,
            ["StateMachine"] = new JsonObject
            {
                ["Id"] = start.StateMachineArn,
                ["Name"] = start.StateMachineArn[(start.StateMachineArn.LastIndexOf(':') + 1)..],
            },
        };
    }

    private static void AddItem(JsonObject context, MapItem? item)
    {
        if (item is not null)
        {
            context["Map"] = new JsonObject
            {
                ["Item"] = new JsonObject { ["Index"] = item.Index, ["Value"] = item.Value?.DeepClone() },
            };
            if (item.Source is not null)
            {
                context["Map"]!["Item"]!["Source"] = item.Source;
            }
        }
    }
}
