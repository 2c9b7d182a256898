using System.Text.Json.Nodes;
using Pipeline.Core.Executions;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Executions;
using Pipeline.Host.Store.MapRuns;

namespace Pipeline.Host.StepFunctions;

/// <summary>Operations that change executions.</summary>
internal sealed class ExecutionActions(LocalPipeline pipeline, ExecutionQueries queries, TimeProvider time)
{
    private readonly RedriveTokens _tokens = new(time);

    /// <summary>StartExecution.</summary>
    public async Task<JsonObject> StartAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var machine = Arns.ParseStateMachine(request.GetText("stateMachineArn"), name => pipeline.HasStateMachine(name));
        try
        {
            var started = await pipeline.Executions.StartAsync(machine, request.GetTextOrNull("name"), request.GetTextOrNull("input") ?? "{}", cancellationToken);
            return new() { ["executionArn"] = started.Arn, ["startDate"] = ResponseParts.ToEpochSeconds(started.StartTime) };
        }
        catch (InvalidExecutionNameException exception)
        {
            throw new StepFunctionsException("InvalidName", exception.Message);
        }
        catch (InvalidExecutionInputException exception)
        {
            throw new StepFunctionsException("InvalidExecutionInput", exception.Message);
        }
        catch (ExecutionAlreadyExistsException exception)
        {
            throw new StepFunctionsException("ExecutionAlreadyExists", exception.Message);
        }
    }

    /// <summary>RedriveExecution.</summary>
    public async Task<JsonObject> RedriveAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var execution = await queries.GetAsync(request, cancellationToken);
        if (ChildArn.Parse(execution.Arn) is not null)
        {
            throw new StepFunctionsException("ExecutionNotRedrivable", $"Execution {execution.Name} is a child of a Map Run. Redrive the execution of the Map Run.");
        }

        var token = request.GetTextOrNull("clientToken", maxLength: 64);
        if (token is not null && _tokens.Find(execution.Arn, token) is { } earlier)
        {
            return ToRedriveResponse(earlier);
        }

        var (record, refusal) = await pipeline.Executions.RedriveByArnAsync(execution.Arn, cancellationToken);
        if (refusal is not null)
        {
            throw new StepFunctionsException("ExecutionNotRedrivable", refusal);
        }

        var redriven = record.RedriveTime ?? time.GetUtcNow();
        if (token is not null)
        {
            _tokens.Remember(execution.Arn, token, redriven);
        }

        return ToRedriveResponse(redriven);
    }

    /// <summary>StopExecution. Does not change an execution that has ended, but returns when it ended.</summary>
    public async Task<JsonObject> StopAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var execution = await queries.GetAsync(request, cancellationToken);
        if (ChildArn.Parse(execution.Arn) is not null && execution.Status == RecordedStatus.Running)
        {
            throw StepFunctionsException.ValidationFailed($"Execution {execution.Name} is a child of a Map Run. This host stops the execution of the Map Run only.");
        }

        await pipeline.Executions.StopByArnAsync(
            execution.Arn, request.GetTextOrNull("error", maxLength: 256), request.GetTextOrNull("cause", maxLength: 32_768), cancellationToken);
        var stopped = await pipeline.Store.Executions.GetAsync(execution.Arn, cancellationToken)
            ?? throw StepFunctionsException.ExecutionDoesNotExist(execution.Arn);
        return new() { ["stopDate"] = ResponseParts.ToEpochSeconds(stopped.StopTime ?? time.GetUtcNow()) };
    }

    private static JsonObject ToRedriveResponse(DateTimeOffset time) => new() { ["redriveDate"] = ResponseParts.ToEpochSeconds(time) };
}
