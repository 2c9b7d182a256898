using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;

namespace Pipeline.Core.Executions;

/// <summary>Reads the pipeline's outcome from what an execution ended with, where its history would take many calls.</summary>
public static class ExecutionOutput
{
    /// <summary>The outcome and its reason; null if the execution runs, or if the output is not that of the pipeline's definition.</summary>
    /// <param name="status">Status of the execution.</param>
    /// <param name="output">Output as JSON.</param>
    /// <param name="error">Name of the error, if it failed.</param>
    /// <param name="cause">Cause of the error.</param>
    public static (string? Outcome, Reason? Reason) ReadOutcome(RecordedStatus status, string? output, string? error, string? cause)
    {
        if (status != RecordedStatus.Succeeded)
        {
            return status == RecordedStatus.Running ? default : (ImageOutcome.Failed, new(error ?? status.ToText(), LambdaCause.MessageOf(cause)));
        }

        try
        {
            return output is not null && JsonNode.Parse(output) is JsonObject state ? ReadOutcome(state) : default;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return default;
        }
    }

    private static (string? Outcome, Reason? Reason) ReadOutcome(JsonObject state)
    {
        // The last of the functions that ran decides, as the Choice states behind it do.
        if (Result(state, "persisted") is { } persisted)
        {
            var record = persisted["record"] as JsonObject;
            return (string?)persisted["outcome"] switch
            {
                "recorded" when (string?)record?["status"] == "rejected" => (ImageOutcome.Rejected, ReadReason(record)),
                "recorded" => ("succeeded", null),
                "quarantined" => (ImageOutcome.Quarantined, record is null ? null : ReadReason(record)),
                "refreshed" => ("refreshed", null),
                "unchanged" => ("unchanged", null),
                _ => ("superseded", null),
            };
        }

        if (Result(state, "validation") is { } validation)
        {
            return ((string?)validation["outcome"], null);
        }

        return Result(state, "removed") is { } removed ? ((string?)removed["outcome"] == "removed" ? "removed" : "superseded", null) : default;
    }

    private static JsonObject? Result(JsonObject state, string name) => (state[name] as JsonObject)?["result"] as JsonObject;

    private static Reason? ReadReason(JsonObject record) =>
        record["reason"] is JsonObject reason && (string?)reason["code"] is { } code ? new(code, (string?)reason["message"] ?? "") : null;
}
