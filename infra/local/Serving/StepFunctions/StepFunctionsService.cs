using System.Text.Json.Nodes;
using Pipeline.Local.Hosting;

namespace Pipeline.Local.Serving.StepFunctions;

/// <summary>One operation: the request's JSON in, the answer's out.</summary>
internal delegate Task<JsonObject> StepFunctionsOperation(JsonObject request, CancellationToken cancellationToken);

/// <summary>The operations of AWS Step Functions that this host has.</summary>
internal static class StepFunctionsService
{
    /// <param name="pipeline">Whose executions.</param>
    /// <param name="time">Clock.</param>
    /// <returns>Operations by name.</returns>
    public static IReadOnlyDictionary<string, StepFunctionsOperation> Create(LocalPipeline pipeline, TimeProvider time)
    {
        var executions = new ExecutionQueries(pipeline.Store, time);
        var actions = new ExecutionActions(pipeline, executions, time);
        var machines = new StateMachineQueries(pipeline.Definition, executions);
        var mapRuns = new MapRunQueries(executions);
        return new Dictionary<string, StepFunctionsOperation>
        {
            ["ListStateMachines"] = Now(machines.List),
            ["DescribeStateMachine"] = Now(machines.Describe),
            ["DescribeStateMachineForExecution"] = machines.DescribeForExecutionAsync,
            ["ListTagsForResource"] = Now(StateMachineQueries.Tags),
            ["ValidateStateMachineDefinition"] = Now(StateMachineQueries.Validate),
            ["ListExecutions"] = executions.ListAsync,
            ["DescribeExecution"] = executions.DescribeAsync,
            ["GetExecutionHistory"] = executions.HistoryAsync,
            ["StartExecution"] = actions.StartAsync,
            ["RedriveExecution"] = actions.RedriveAsync,
            ["StopExecution"] = actions.StopAsync,
            ["ListMapRuns"] = mapRuns.ListAsync,
            ["DescribeMapRun"] = Now(MapRunQueries.Describe),
        };
    }

    private static StepFunctionsOperation Now(Func<JsonObject, JsonObject> operation) =>
        (request, _) => Task.FromResult(operation(request));
}
