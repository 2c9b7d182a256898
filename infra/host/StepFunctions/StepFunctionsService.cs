using System.Text.Json.Nodes;
using Pipeline.Host.Engine;

namespace Pipeline.Host.StepFunctions;

/// <summary>One operation: takes the JSON of the request and returns the JSON of the response.</summary>
internal delegate Task<JsonObject> StepFunctionsOperation(JsonObject request, CancellationToken cancellationToken);

/// <summary>The operations of AWS Step Functions that this host implements.</summary>
internal static class StepFunctionsService
{
    /// <param name="pipeline">The pipeline whose executions to serve.</param>
    /// <param name="time">Clock.</param>
    /// <returns>The operations by name.</returns>
    public static IReadOnlyDictionary<string, StepFunctionsOperation> Create(LocalPipeline pipeline, TimeProvider time)
    {
        var executions = new ExecutionQueries(pipeline.Store, time, hasStateMachine: pipeline.HasStateMachine);
        var actions = new ExecutionActions(pipeline, executions, time);
        var machines = new StateMachineQueries(pipeline, executions);
        var mapRuns = new MapRunQueries(pipeline, executions);
        return new Dictionary<string, StepFunctionsOperation>
        {
            ["ListStateMachines"] = Synchronous(machines.List),
            ["DescribeStateMachine"] = Synchronous(machines.Describe),
            ["DescribeStateMachineForExecution"] = machines.DescribeForExecutionAsync,
            ["ListTagsForResource"] = Synchronous(machines.ListTags),
            ["ValidateStateMachineDefinition"] = Synchronous(StateMachineQueries.Validate),
            ["ListExecutions"] = (request, token) =>
                request["mapRunArn"] is null ? executions.ListAsync(request, token) : Task.FromResult(mapRuns.ListChildren(request)),
            ["DescribeExecution"] = executions.DescribeAsync,
            ["GetExecutionHistory"] = executions.GetHistoryAsync,
            ["StartExecution"] = actions.StartAsync,
            ["RedriveExecution"] = actions.RedriveAsync,
            ["StopExecution"] = actions.StopAsync,
            ["UpdateMapRun"] = mapRuns.UpdateAsync,
            ["ListMapRuns"] = mapRuns.ListAsync,
            ["DescribeMapRun"] = Synchronous(mapRuns.Describe),
        };
    }

    private static StepFunctionsOperation Synchronous(Func<JsonObject, JsonObject> operation) =>
        (request, _) => Task.FromResult(operation(request));
}
