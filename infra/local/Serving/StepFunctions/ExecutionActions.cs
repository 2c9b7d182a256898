using System.Text.Json.Nodes;
using Pipeline.Local.Hosting;

namespace Pipeline.Local.Serving.StepFunctions;

/// <summary>The operations that change executions.</summary>
internal sealed class ExecutionActions(LocalPipeline pipeline, ExecutionQueries queries, TimeProvider time)
{
    private readonly RedriveTokens _tokens = new(time);

    /// <summary>StartExecution.</summary>
    public async Task<JsonObject> StartAsync(JsonObject request, CancellationToken cancellationToken)
    {
        Arns.RequireStateMachine(request.Text("stateMachineArn"));
        try
        {
            var started = await pipeline.Executions.StartAsync(request.TextOrNull("name"), request.TextOrNull("input") ?? "{}", cancellationToken);
            return new() { ["executionArn"] = started.Arn, ["startDate"] = Answers.Seconds(started.StartTime) };
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
        var token = request.TextOrNull("clientToken", most: 64);
        if (token is not null && _tokens.Find(execution.Arn, token) is { } earlier)
        {
            return Redriven(earlier);
        }

        var (record, refusal) = await pipeline.Executions.RedriveAsync(execution.Name, cancellationToken);
        if (refusal is not null)
        {
            throw new StepFunctionsException("ExecutionNotRedrivable", refusal);
        }

        var redriven = record.RedriveTime ?? time.GetUtcNow();
        if (token is not null)
        {
            _tokens.Keep(execution.Arn, token, redriven);
        }

        return Redriven(redriven);
    }

    /// <summary>StopExecution. One that has ended is left as it is, and its end told.</summary>
    public async Task<JsonObject> StopAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var execution = await queries.GetAsync(request, cancellationToken);
        await pipeline.Executions.StopAsync(
            execution.Name, request.TextOrNull("error", most: 256), request.TextOrNull("cause", most: 32_768), cancellationToken);
        var stopped = await pipeline.Store.Executions.GetAsync(execution.Arn, cancellationToken)
            ?? throw StepFunctionsException.NoExecution(execution.Arn);
        return new() { ["stopDate"] = Answers.Seconds(stopped.StopTime ?? time.GetUtcNow()) };
    }

    private static JsonObject Redriven(DateTimeOffset time) => new() { ["redriveDate"] = Answers.Seconds(time) };
}
