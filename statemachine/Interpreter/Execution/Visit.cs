using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>
/// One visit of a state, from its Entered event to its Exited event. Of a visit that an earlier run left open, the
/// events it already wrote are taken from there, one by one, before new ones are written.
/// </summary>
internal sealed class Visit(Execution execution, Frame frame, State state, Payload input, HistoryEvent entered, VisitTrace? earlier)
{
    private readonly Queue<HistoryEvent>? _replay = earlier is null ? null : new(earlier.Replay);
    private readonly Queue<AttemptTrace>? _attempts = earlier is null ? null : new(earlier.ReplayedAttempts);

    public Execution Execution { get; } = execution;

    public Frame Frame { get; } = frame;

    public State State { get; } = state;

    /// <summary>The raw input, before InputPath.</summary>
    public Payload Input { get; } = input;

    public HistoryEvent Entered { get; } = entered;

    public int RetryCount { get; set; }

    /// <summary>The same for retries, after a crash and after a redrive.</summary>
    public string IdempotencyToken => $"{Frame.Start.ExecutionArn}#{Entered.Id}";

    /// <summary>The next event that an earlier run already wrote; null once this visit is new.</summary>
    public HistoryEvent? Recorded => _replay?.TryPeek(out var next) == true ? next : null;

    public EvaluationScope Scope(JsonNode? root) =>
        new(root, () => ContextObject.For(this), Frame.Variables, Execution.Random);

    /// <summary>What InputPath leaves of the raw input.</summary>
    public JsonNode? EffectiveInput() =>
        State.InputPath.IsWhole ? Input.Node : State.InputPath.Apply(Scope(Input.Node));

    /// <summary>Writes an event, unless an earlier run did.</summary>
    /// <exception cref="HistoryMismatchException">The earlier run went another way: it had another definition.</exception>
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

    /// <summary>The branches or iterations that an earlier run started in this attempt.</summary>
    public AttemptTrace? TakeAttempt() => _attempts?.TryDequeue(out var attempt) == true ? attempt : null;

    /// <summary>Ends the visit: OutputPath, the limit on the output's size, variables, the Exited event.</summary>
    /// <param name="result">The raw input with the result in its place.</param>
    /// <param name="next">The state to come; null at the end of the scope.</param>
    /// <param name="isPlain">Whether <paramref name="next"/> is just what the definition has as Next.</param>
    /// <param name="applyOutputPath">False after a Catch, whose output goes to the next state as it is.</param>
    public Transition Exit(
        JsonNode? result, string? next, JsonObject? assigned = null, bool isPlain = true, bool applyOutputPath = true, long? previousEventId = null)
    {
        var output = ReferenceEquals(result, Input.Node) && (State.OutputPath.IsWhole || !applyOutputPath)
            ? Input
            : new Payload(applyOutputPath && !State.OutputPath.IsWhole ? State.OutputPath.Apply(Scope(result)) : result);
        Execution.CheckSize(output, State.Name);
        var details = EventDetails.Exited(State.Name, output, assigned);
        if (!isPlain)
        {
            details[HistoryEvent.NextState] = next;
        }

        Write(State.Exited, details, previousEventId);
        if (assigned is not null)
        {
            foreach (var (name, value) in assigned)
            {
                Frame.Variables.Set(name, value);
            }
        }

        return new Transition(output, next, null);
    }

    /// <summary>A failure that the interpreter found, worded as AWS words it.</summary>
    /// <exception cref="ExecutionFailedException">It is one that nothing catches: no state around fails first.</exception>
    public Failure Describe(StateFailedException failed)
    {
        var failure = new Failure(
            failed.Error,
            failed.Error == ErrorNames.DataLimitExceeded
                ? failed.Cause
                : $"An error occurred while executing the state '{State.Name}' (entered at the event id #{Entered.Id}). {failed.Cause}",
            Frame.PreviousEventId);
        return failed.Error == ErrorNames.Runtime ? throw Execution.Fatal(Frame, failure) : failure;
    }
}
