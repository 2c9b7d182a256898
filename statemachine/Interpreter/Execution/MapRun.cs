using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter;

/// <summary>The child executions of one visit of a distributed Map, all in this process and on this execution's loop.</summary>
internal sealed class MapRun
{
    private readonly MapState state;
    private readonly Visit visit;
    private readonly string machineArn;

    public MapRun(MapState state, Visit visit)
    {
        (this.state, this.visit) = (state, visit);
        var start = visit.Frame.Start;
        machineArn = $"{start.StateMachineArn}/{state.Label ?? state.Name}";
        Arn = $"{machineArn.Replace(":stateMachine:", ":mapRun:", StringComparison.Ordinal)}:{start.Name}-{visit.Entered.Id}";
    }

    public string Arn { get; }

    /// <summary>Runs one child to its end. That it fails is a failure of the run, be it a full history or <c>States.Runtime</c>.</summary>
    /// <param name="input">Makes the child's input.</param>
    public async Task<Outcome> RunChildAsync(int index, Func<JsonNode?> input, CancellationToken token)
    {
        var execution = visit.Execution;
        await execution.YieldAsync();
        var payload = new Payload(input());
        var history = new HistoryWriter(null, execution.Time, 0, execution.Limits.HistoryEvents);
        var start = NameOf(index, payload);
        var frame = Frame.Child(state.Processor, start, history, token);
        frame.PreviousEventId = history.Add(0, EventTypes.ExecutionStarted, null).Id;
        try
        {
            return await ScopeRunner.RunAsync(execution, frame, payload);
        }
        catch (ExecutionFailedException failed)
        {
            return new Outcome(null, failed.Failure);
        }
        catch (HistoryFullException full)
        {
            return new Outcome(null, new Failure(ErrorNames.Runtime, full.Message, 0));
        }
    }

    // The name says which visit and which item, so that it is the same when the run starts again.
    private ExecutionStart NameOf(int index, Payload input)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{visit.Frame.Start.Name}-{visit.Entered.Id}-{index}");
        return new ExecutionStart(
            $"{machineArn.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal)}:{name}",
            name,
            machineArn,
            visit.Frame.Start.RoleArn,
            input.Node,
            visit.Execution.Time.GetUtcNow());
    }
}
