using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Executions;

/// <summary>
/// A visit of a state, from its Entered event to its Exited event. If an earlier run left the visit open, the events
/// that it wrote are replayed one by one before new ones are written.
/// </summary>
internal sealed class Visit(Execution execution, Frame frame, State state, Payload input, HistoryEvent entered, VisitTrace? earlier)
{
    private readonly Queue<HistoryEvent>? _replay = earlier is null ? null : new(earlier.Replay);
    private string? _redrivenMapRun = earlier?.RedrivenMapRunArn;
    private readonly Queue<AttemptTrace>? _attempts = earlier is null ? null : new(earlier.ReplayedAttempts);

    public Execution Execution { get; } = execution;

    public Frame Frame { get; } = frame;

    public State State { get; } = state;

    /// <summary>The raw input, before InputPath.</summary>
    public Payload Input { get; } = input;

    public HistoryEvent Entered { get; } = entered;

    public int RetryCount { get; set; } = execution.Inspection?.StateName == state.Name ? execution.Inspection.RetryCount : 0;

    /// <summary>Watches this state; null if nobody tests it.</summary>
    public StateInspection? Inspection { get; } = execution.Inspection?.StateName == state.Name ? execution.Inspection : null;

    /// <summary>Identifies the visit. It stays the same for retries, after a crash and after a redrive.</summary>
    public string IdempotencyToken => $"{Frame.Start.ExecutionArn}#{Entered.Id}";

    /// <summary>The next event to replay from an earlier run; null when there are no more.</summary>
    public HistoryEvent? NextRecordedEvent => _replay?.TryPeek(out var next) == true ? next : null;

    public EvaluationScope CreateScope(JsonNode? root) =>
        new(root, () => ContextObject.Create(this), Frame.Variables, Execution.Random);

    /// <summary>Applies InputPath to the raw input.</summary>
    public JsonNode? EvaluateInputPath()
    {
        var effectiveInput = State.InputPath.IsIdentity ? Input.Node : State.InputPath.Apply(CreateScope(Input.Node));
        Inspection?.Record("afterInputPath", effectiveInput);
        return effectiveInput;
    }

    /// <summary>Writes an event unless an earlier run already did.</summary>
    /// <exception cref="HistoryMismatchException">The earlier run wrote another event because it had another definition.</exception>
    public HistoryEvent Write(string type, JsonObject? details, long? previousEventId = null)
    {
        if (_replay?.TryDequeue(out var recorded) == true)
        {
            return recorded.Type == type
                ? recorded
                : throw new HistoryMismatchException($"event {recorded.Id} of state '{State.Name}' is {recorded.Type}, not {type}");
        }

        var added = Frame.History.Add(previousEventId ?? Frame.PreviousEventId, type, details);
        Frame.PreviousEventId = added.Id;
        return added;
    }

    /// <summary>Takes the ARN of the Map Run that a redrive continues; null if a new one starts.</summary>
    public string? TakeRedrivenMapRun()
    {
        (var arn, _redrivenMapRun) = (_redrivenMapRun, null);
        return arn;
    }

    /// <summary>Gets the branches or iterations that an earlier run started in this attempt; null if there are none.</summary>
    public AttemptTrace? DequeueAttempt() => _attempts?.TryDequeue(out var attempt) == true ? attempt : null;

    /// <summary>Ends the visit: applies OutputPath, checks the size of the output, writes the Exited event and sets variables.</summary>
    /// <param name="result">The raw input with the result placed in it.</param>
    /// <param name="next">The next state; null at the end of the scope.</param>
    /// <param name="isDefaultNext">Whether <paramref name="next"/> is the Next of the definition.</param>
    /// <param name="applyOutputPath">False after a Catch, whose output goes to the next state unchanged.</param>
    public Transition Exit(
        JsonNode? result, string? next, JsonObject? assignedVariables = null, bool isDefaultNext = true, bool applyOutputPath = true, long? previousEventId = null)
    {
        var output = ReferenceEquals(result, Input.Node) && (State.OutputPath.IsIdentity || !applyOutputPath)
            ? Input
            : new Payload(applyOutputPath && !State.OutputPath.IsIdentity ? State.OutputPath.Apply(CreateScope(result)) : result);
        Execution.CheckSize(output, State.Name);
        var details = EventDetails.CreateExited(State.Name, output, assignedVariables);
        if (!isDefaultNext)
        {
            details[HistoryEvent.NextState] = next;
        }

        Write(State.ExitedEventType, details, previousEventId);
        if (assignedVariables is not null)
        {
            foreach (var (name, value) in assignedVariables)
            {
                Frame.Variables.Set(name, value);
            }
        }

        return new Transition(output, next, null);
    }

    /// <summary>Converts a failure that the interpreter found to a failure with the wording of AWS.</summary>
    /// <exception cref="ExecutionFailedException">The error cannot be caught. Enclosing states do not fail first.</exception>
    public Failure CreateFailure(StateFailedException exception)
    {
        var failure = new Failure(
            exception.Error,
            exception.Error == ErrorNames.DataLimitExceeded
                ? exception.Cause
                : $"An error occurred while executing the state '{State.Name}' (entered at the event id #{Entered.Id}). {exception.Cause}",
            Frame.PreviousEventId);
        return exception.Error == ErrorNames.Runtime ? throw Execution.CreateFatalException(Frame, failure) : failure;
    }
}
