using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Pipeline.Host.Console.Contracts;
using Pipeline.Host.Console.Http;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Host.Console.Api;

/// <summary>Starts, redrives and stops executions.</summary>
internal static class ExecutionActionEndpoints
{
    public static void MapExecutionActions(this IEndpointRouteBuilder api)
    {
        var executions = api.MapGroup("/executions").WithTags("Executions");
        executions.MapPost("", StartAsync)
            .WithSummary("Starts an execution with any input, for example with the edited input of an earlier execution.");
        executions.MapPost("/{name}/redrive", RedriveAsync)
            .WithSummary("Runs an execution that did not succeed again: from the state that failed or, if it ended in a Fail state, as a new execution with the same input. Returns the execution that runs.");
        executions.MapPost("/{name}/stop", StopAsync).WithSummary("Stops a running execution. Its status becomes ABORTED.");
    }

    private static async Task<Results<Created<ExecutionResponse>, ProblemHttpResult>> StartAsync(
        StartRequest request, LocalPipeline pipeline, CancellationToken cancellationToken)
    {
        string input;
        try
        {
            input = request.Input?.ToJsonString() ?? "null";
        }
        catch (InvalidOperationException exception)
        {
            // The names of an object are read only here.
            return Problems.BadRequest($"The input is not Unicode: {exception.Message}");
        }

        try
        {
            var started = await pipeline.Executions.StartAsync(request.StateMachine ?? PipelineDefinition.Name, request.Name, input, cancellationToken);
            return TypedResults.Created($"/api/executions/{Uri.EscapeDataString(ExecutionId.FromArn(started.Arn))}", ExecutionResponse.FromSummary(started));
        }
        catch (ArgumentException exception) when (exception is InvalidExecutionNameException or InvalidExecutionInputException)
        {
            return Problems.BadRequest(exception.Message);
        }
        catch (StateMachineNotFoundException exception)
        {
            return Problems.NotFound(exception.Message);
        }
        catch (ExecutionAlreadyExistsException exception)
        {
            return Problems.Conflict(exception.Message);
        }
    }

    private static async Task<Results<Accepted<ExecutionResponse>, ProblemHttpResult>> RedriveAsync(
        string name, LocalPipeline pipeline, CancellationToken cancellationToken)
    {
        try
        {
            var arn = ExecutionId.ToArn(name);
            if (!ExecutionId.IsOfPipeline(arn))
            {
                var redriven = await pipeline.Executions.RedriveByArnAsync(arn, cancellationToken);
                return redriven.Refusal is { } refusal
                    ? Problems.Conflict(refusal)
                    : TypedResults.Accepted(
                        $"/api/executions/{Uri.EscapeDataString(ExecutionId.FromArn(arn))}", ExecutionResponse.FromSummary(redriven.Execution));
            }

            var restarted = await pipeline.Executions.RedriveOrRestartAsync(arn[(arn.LastIndexOf(':') + 1)..], cancellationToken);
            return TypedResults.Accepted($"/api/executions/{Uri.EscapeDataString(restarted.Execution.Name)}", ExecutionResponse.FromSummary(restarted.Execution));
        }
        catch (ExecutionNotFoundException)
        {
            return ExecutionEndpoints.NotFound(name);
        }
        catch (ExecutionNotRedrivableException exception)
        {
            return Problems.Conflict(exception.Message);
        }
    }

    private static async Task<Results<Accepted<ExecutionResponse>, ProblemHttpResult>> StopAsync(
        string name, StopRequest? body, LocalPipeline pipeline, CancellationToken cancellationToken)
    {
        try
        {
            var arn = ExecutionId.ToArn(name);
            var stopped = await pipeline.Executions.StopByArnAsync(arn, body?.Error, body?.Cause, cancellationToken);
            var execution = await pipeline.Store.Executions.GetAsync(arn, cancellationToken);
            return stopped && execution is not null
                ? TypedResults.Accepted($"/api/executions/{Uri.EscapeDataString(name)}", ExecutionResponse.FromSummary(execution))
                : Problems.Conflict($"Execution {name} is not running, so there is nothing to stop.");
        }
        catch (ExecutionNotFoundException)
        {
            return ExecutionEndpoints.NotFound(name);
        }
    }
}
