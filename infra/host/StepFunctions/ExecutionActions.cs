using System.Text.Json.Nodes;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Executions;

namespace Pipeline.Host.StepFunctions;

/// <summary>Operations that change executions.</summary>
internal sealed class ExecutionActions(LocalPipeline pipeline, ExecutionQueries queries, TimeProvider time)
{
    private readonly RedriveTokens _tokens = new(time);

    /// <summary>StartExecution.</summary>
    public async Task<JsonObject> StartAsync(JsonObject request, CancellationToken cancellationToken)
    {
        Arns.EnsureStateMachine(request.GetText("stateMachineArn"));
        try
        {
            var started = await pipeline.Executions.StartAsync(request.GetTextOrNull("name"), request.GetTextOrNull("input") ?? "{}", cancellationToken);
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
        var token = request.GetTextOrNull("clientToken", maxLength: 64);
        if (token is not null && _tokens.Find(execution.Arn, token) is { } earlier)
        {
            return ToRedriveResponse(earlier);
        }

        var (record, refusal) = await pipeline.Executions.RedriveAsync(execution.Name, cancellationToken);
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
        await pipeline.Executions.StopAsync(
            execution.Name, request.GetTextOrNull("error", maxLength: 256), request.GetTextOrNull("cause", maxLength: 32_768), cancellationToken);
        var stopped = await pipeline.Store.Executions.GetAsync(execution.Arn, cancellationToken)
            ?? throw StepFunctionsException.ExecutionDoesNotExist(execution.Arn);
        return new() { ["stopDate"] = ResponseParts.ToEpochSeconds(stopped.StopTime ?? time.GetUtcNow()) };
    }

    private static JsonObject ToRedriveResponse(DateTimeOffset time) => new() { ["redriveDate"] = ResponseParts.ToEpochSeconds(time) };
}
