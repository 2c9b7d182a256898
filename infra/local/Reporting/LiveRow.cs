using Pipeline.Core.Executions;
using Pipeline.Interpreter.History;

namespace Pipeline.Local.Reporting;

/// <summary>One execution in the live table. Written by the thread of its runner and read by the thread of the table.</summary>
internal sealed class LiveRow
{
    private volatile string _state = "waiting";
    private volatile ImageOutcome? _outcome;
    private string? _map;
    private int _iterations;
    private int _finishedIterations;

    public string ImageId { get; private set; } = "";

    /// <summary>Position in the order of submission, from 1; 0 if this run did not submit it.</summary>
    public int Number { get; private set; }

    public DateTimeOffset Start { get; private set; }

    public string State => _state;

    public ImageOutcome? Outcome => _outcome;

    public void Submit(string imageId, int number, DateTimeOffset now) => (ImageId, Start, Number) = (imageId, now, number);

    public void Update(HistoryEvent @event)
    {
        switch (@event.Type)
        {
            case "MapStateEntered":
                (_map, _finishedIterations) = (ReadName(@event), 0);
                _state = _map;
                break;
            case EventTypes.MapStateStarted:
                _iterations = @event.Details?["length"]?.GetValue<int>() ?? 0;
                break;
            case EventTypes.MapIterationSucceeded:
                _finishedIterations++;
                _state = $"{_map} {_finishedIterations} of {_iterations}";
                break;
            case "MapStateExited":
                _map = null;
                break;
            case var type when _map is null && type.EndsWith("StateEntered", StringComparison.Ordinal):
                _state = ReadName(@event);
                break;
        }
    }

    public void Complete(ImageOutcome outcome) => _outcome = outcome;

    private static string ReadName(HistoryEvent @event) => @event.Details?["name"]?.GetValue<string>() ?? "";
}
