using System.Text.Json.Nodes;
using Pipeline.Interpreter.Evaluation;

namespace Pipeline.Interpreter.Executions;

/// <summary>Watches one state of an execution: its data at each step, and which retrier or catcher takes its error. A retry is not made.</summary>
/// <param name="stateName">Name of the state.</param>
/// <param name="retryCount">How often its retriers have tried already.</param>
internal sealed class StateInspection(string stateName, int retryCount)
{
    public string StateName => stateName;

    public int RetryCount => retryCount;

    /// <summary>The state's data by step, with the member names of AWS's TestState.</summary>
    public JsonObject Data { get; } = [];

    /// <summary>The error, if a retrier or a catcher took it.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Index of the retrier that would try again, if one would.</summary>
    public int? RetryIndex { get; private set; }

    /// <summary>Index of the catcher that took the error, if one did.</summary>
    public int? CatchIndex { get; private set; }

    public void Record(string step, JsonNode? value) => Data[step] = value?.DeepClone();

    public void RecordRetry(int index, TimeSpan delay, Failure failure)
    {
        (RetryIndex, Failure) = (index, failure);
        Data["errorDetails"] = new JsonObject { ["retryIndex"] = index, ["retryBackoffIntervalSeconds"] = delay.TotalSeconds };
    }

    public void RecordCatch(int index, Failure failure)
    {
        (CatchIndex, Failure) = (index, failure);
        Data["errorDetails"] = new JsonObject { ["catchIndex"] = index };
    }
}
