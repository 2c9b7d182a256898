using System.Diagnostics;
using System.Text.Json.Nodes;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Benchmarks.Ours;

/// <summary>The cost of the interpreter itself: a chain of Task states whose handler does nothing, without a stored history.</summary>
internal static class Interpretation
{
    /// <summary>Number of Task states in an execution.</summary>
    public const int States = 50;

    public static async Task<PeerResponse> MeasureAsync(PeerRequest request)
    {
        var machine = new StateMachine(CreateChain(States), new EmptyHandler(), TimeProvider.System, new Random(1));
        for (var warm = 0; warm < 200; warm++)
        {
            await RunAsync(machine, warm);
        }

        const int executions = 400;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < executions; number++)
        {
            await RunAsync(machine, number);
        }

        var time = watch.Elapsed.TotalMilliseconds;
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new(time, Numbers: new Dictionary<string, double>
        {
            ["microsecondsATransition"] = time * 1000 / (executions * States),
            ["bytesATransition"] = (double)bytes / (executions * States),
        });
    }

    /// <summary>Creates a definition with a chain of Task states that all call the same function with their input.</summary>
    public static StateMachineDefinition CreateChain(int states)
    {
        var all = new JsonObject();
        for (var i = 0; i < states; i++)
        {
            var state = new JsonObject
            {
                ["Type"] = "Task",
                ["Resource"] = "arn:aws:states:::lambda:invoke",
                ["Parameters"] = new JsonObject { ["FunctionName"] = "empty", ["Payload.$"] = "$" },
                ["ResultPath"] = null,
            };
            if (i < states - 1)
            {
                state["Next"] = $"State{i + 1}";
            }
            else
            {
                state["End"] = true;
            }

            all[$"State{i}"] = state;
        }

        return StateMachineDefinition.Parse(new JsonObject { ["StartAt"] = "State0", ["States"] = all }.ToJsonString());
    }

    private static async Task RunAsync(StateMachine machine, int number)
    {
        var start = new ExecutionStart(
            $"arn:aws:states:local:000000000000:execution:empty:{number}", $"{number}", "arn:aws:states:local:000000000000:stateMachine:empty",
            "arn:aws:iam::000000000000:role/local", new JsonObject { ["number"] = number }, DateTimeOffset.UnixEpoch);
        var result = await machine.RunAsync(start, new NullJournal(), CancellationToken.None);
        if (result.Status != ExecutionStatus.Succeeded)
        {
            throw new ContenderException($"An execution ended as {result.Status}: {result.Error}");
        }
    }

    internal sealed class EmptyHandler : ITaskInvoker
    {
        public Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken) =>
            Task.FromResult<JsonNode?>(new JsonObject());
    }

    private sealed class NullJournal : IExecutionJournal
    {
        public ValueTask AppendAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
