using Pipeline.Interpreter;

namespace Pipeline.Local.Serving.Numbers;

/// <summary>
/// Follows the history of one execution and finds the visits of its states: which event belongs to which is told by
/// <c>previousEventId</c>, also where iterations of a Map run side by side.
/// </summary>
internal sealed class VisitTracker
{
    // The visit that an event happened in; null outside all.
    private readonly Dictionary<long, OpenVisit?> _owners = [];
    private readonly HashSet<OpenVisit> _open = [];

    /// <summary>Takes the next event.</summary>
    /// <returns>The visit that it ended, or null.</returns>
    public StateVisit? Follow(HistoryEvent happened)
    {
        var owner = OwnerOf(happened);
        if (happened.Type.EndsWith("StateEntered", StringComparison.Ordinal))
        {
            Enter(happened, owner);
            return null;
        }

        if (happened.Type.EndsWith("StateExited", StringComparison.Ordinal))
        {
            return Exit(happened, owner);
        }

        _owners[happened.Id] = owner;
        owner?.Note(happened);
        return null;
    }

    /// <summary>The execution ended.</summary>
    /// <returns>The visits that failed and were never left. What was aborted on the way is not counted.</returns>
    public IReadOnlyList<StateVisit> End() => [.. _open.Where(visit => visit.Failed).Select(visit => visit.Close(visit.LastAt))];

    private void Enter(HistoryEvent happened, OpenVisit? parent)
    {
        var visit = new OpenVisit(happened, parent);
        _owners[happened.Id] = visit;
        _open.Add(visit);
    }

    private StateVisit? Exit(HistoryEvent happened, OpenVisit? owner)
    {
        var name = happened.Details?["name"]?.GetValue<string>();
        var visit = Climb(owner, candidate => candidate.Name == name);
        _owners[happened.Id] = visit?.Parent;
        return visit is not null && _open.Remove(visit) ? visit.Close(happened.Timestamp) : null;
    }

    // An iteration that failed leaves open visits between its last event and its Map.
    private OpenVisit? OwnerOf(HistoryEvent happened)
    {
        var before = _owners.GetValueOrDefault(happened.PreviousEventId);
        return happened.Type switch
        {
            EventTypes.MapIterationStarted => before,
            var type when type.StartsWith("MapIteration", StringComparison.Ordinal) => ClimbToNamed(before, happened),
            EventTypes.MapStateSucceeded or EventTypes.MapStateFailed => Climb(before, visit => visit.Type == "Map"),
            EventTypes.ParallelStateSucceeded or EventTypes.ParallelStateFailed => Climb(before, visit => visit.Type == "Parallel"),
            _ => before,
        };
    }

    private static OpenVisit? ClimbToNamed(OpenVisit? from, HistoryEvent happened)
    {
        var name = happened.Details?["name"]?.GetValue<string>();
        return Climb(from, visit => visit.Name == name);
    }

    private static OpenVisit? Climb(OpenVisit? from, Func<OpenVisit, bool> isIt)
    {
        while (from is not null && !isIt(from))
        {
            from = from.Parent;
        }

        return from;
    }

    private sealed class OpenVisit(HistoryEvent entered, OpenVisit? parent)
    {
        private int _attempts;

        public OpenVisit? Parent { get; } = parent;

        public string Name { get; } = entered.Details?["name"]?.GetValue<string>() ?? "";

        public string Type { get; } = entered.Type[..^"StateEntered".Length];

        public DateTimeOffset LastAt { get; private set; } = entered.Timestamp;

        public bool Failed { get; private set; } = entered.Type == "FailStateEntered";

        public void Note(HistoryEvent happened)
        {
            if (happened.Type.EndsWith("Scheduled", StringComparison.Ordinal) || happened.Type.EndsWith("StateStarted", StringComparison.Ordinal))
            {
                (_attempts, Failed) = (_attempts + 1, false);
            }
            else if (!happened.Type.StartsWith("MapIteration", StringComparison.Ordinal) && !happened.Type.StartsWith("Execution", StringComparison.Ordinal))
            {
                Failed = happened.Type.EndsWith("Failed", StringComparison.Ordinal) || happened.Type.EndsWith("TimedOut", StringComparison.Ordinal);
            }
            else
            {
                return;
            }

            LastAt = happened.Timestamp;
        }

        public StateVisit Close(DateTimeOffset at) => new(Name, at - entered.Timestamp, Math.Max(0, _attempts - 1), Failed);
    }
}
