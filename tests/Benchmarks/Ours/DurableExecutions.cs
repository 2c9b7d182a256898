using System.Diagnostics;
using System.Text.Json.Nodes;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Executions;

namespace Pipeline.Benchmarks.Ours;

/// <summary>Executions whose start, history and end are written to the store, as in the local host, with a handler that does nothing.</summary>
internal static class DurableExecutions
{
    private const int States = 10;
    private const int Executions = 1_000;

    /// <summary>Number of concurrent executions, enough for their commits to share syncs.</summary>
    private const int MaxConcurrency = 16;

    public static async Task<PeerResponse> MeasureAsync(PeerRequest request)
    {
        await using var store = LocalStore.Open(request.Output!, TimeProvider.System);
        var machine = new StateMachine(Interpretation.CreateChain(States), new Interpretation.EmptyHandler(), TimeProvider.System, new Random(1));
        await RunManyAsync(store, machine, "warm", 100);
        var watch = Stopwatch.StartNew();
        await RunManyAsync(store, machine, "run", Executions);
        var seconds = watch.Elapsed.TotalSeconds;
        return new(seconds * 1000, Numbers: new Dictionary<string, double>
        {
            ["executionsASecond"] = Executions / seconds,
            ["transitionsASecond"] = Executions * States / seconds,
        });
    }

    private static Task RunManyAsync(LocalStore store, StateMachine machine, string prefix, int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency },
        async (number, token) => await RunAsync(store, machine, $"{prefix}-{number}", token));

    private static async Task RunAsync(LocalStore store, StateMachine machine, string name, CancellationToken cancellationToken)
    {
        var input = new JsonObject { ["name"] = name };
        var arn = PipelineDefinition.ExecutionArn(name);
        var recorded = new NewExecution(arn, name, PipelineDefinition.StateMachineArn, null, TimeProvider.System.GetUtcNow(), input.ToJsonString());
        var started = (await store.Executions.StartAsync(recorded, null, cancellationToken)).Execution;
        var journal = new StoreJournal(store.Executions, arn, static _ => { }, TimeProvider.System);
        var start = new ExecutionStart(
            arn, name, PipelineDefinition.StateMachineArn, PipelineDefinition.RoleArn, input, started.StartTime);
        var result = await machine.RunAsync(start, journal, cancellationToken);
        await journal.FinishAsync(result, null, null, cancellationToken);
        if (result.Status != ExecutionStatus.Succeeded)
        {
            throw new ContenderException($"{name} ended as {result.Status}: {result.Error}");
        }
    }
}
