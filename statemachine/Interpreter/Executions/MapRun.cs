using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Evaluation;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Executions;

/// <summary>The child executions of a visit of a distributed Map. They all run in this process, on the loop of this execution.</summary>
internal sealed class MapRun
{
    private readonly MapState _state;
    private readonly Visit _visit;
    private readonly string _stateMachineArn;

    public MapRun(MapState state, Visit visit)
    {
        (_state, _visit) = (state, visit);
        var start = visit.Frame.Start;
        _stateMachineArn = $"{start.StateMachineArn}/{state.Label ?? state.Name}";
        Arn = $"{_stateMachineArn.Replace(":stateMachine:", ":mapRun:", StringComparison.Ordinal)}:{start.Name}-{visit.Entered.Id}";
    }

    public string Arn { get; }

    /// <summary>Runs a child to its end. If the child fails, even with a full history or <c>States.Runtime</c>, the outcome is a failure.</summary>
    /// <param name="createInput">Builds the child's input.</param>
    public async Task<Outcome> RunChildAsync(int index, Func<JsonNode?> createInput, CancellationToken token)
    {
        var execution = _visit.Execution;
        await execution.YieldAsync();
        var payload = new Payload(createInput());
        var history = new HistoryWriter(null, execution.Time, 0, execution.Limits.MaxHistoryEvents);
        var start = CreateStart(index, payload);
        var frame = _visit.Frame.CreateChildExecution(_state.ItemProcessor, start, history, index, token);
        frame.PreviousEventId = history.Add(0, EventTypes.ExecutionStarted, null).Id;
        try
        {
            return await ScopeRunner.RunAsync(execution, frame, payload);
        }
        catch (ExecutionFailedException exception)
        {
            return new Outcome(null, exception.Failure);
        }
        catch (HistoryFullException exception)
        {
            return new Outcome(null, new Failure(ErrorNames.Runtime, exception.Message, 0));
        }
    }

    // The name is built from the visit and the item, so that it is the same when the run starts again.
    private ExecutionStart CreateStart(int index, Payload input)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{_visit.Frame.Start.Name}-{_visit.Entered.Id}-{index}");
        return new ExecutionStart(
            $"{_stateMachineArn.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal)}:{name}",
            name,
            _stateMachineArn,
            _visit.Frame.Start.RoleArn,
            input.Node,
            _visit.Execution.Time.GetUtcNow());
    }
}
