using System.Text.Json.Nodes;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Interpreter.Definition;

namespace Pipeline.Host.StepFunctions;

/// <summary>Operations that read the one state machine of this host, or validate definitions.</summary>
internal sealed class StateMachineQueries(DefinitionFile definition, ExecutionQueries executions)
{
    private const int MaxDiagnostics = 100;

    private const string StateMachineType = "STANDARD";

    /// <summary>ListStateMachines.</summary>
    public JsonObject List(JsonObject request)
    {
        _ = request.GetMaxResults();
        if (request.GetTextOrNull("nextToken") is { } token)
        {
            throw StepFunctionsException.InvalidToken(token);
        }

        var machine = new JsonObject
        {
            ["stateMachineArn"] = PipelineDefinition.StateMachineArn,
            ["name"] = PipelineDefinition.Name,
            ["type"] = StateMachineType,
            ["creationDate"] = ResponseParts.ToEpochSeconds(definition.Current.LoadedAt),
        };
        return new() { ["stateMachines"] = new JsonArray(machine) };
    }

    /// <summary>DescribeStateMachine: the definition that executions run, with its placeholders filled.</summary>
    public JsonObject Describe(JsonObject request)
    {
        Arns.EnsureStateMachine(request.GetText("stateMachineArn"));
        var response = DescribeDefinition();
        response["status"] = "ACTIVE";
        response["type"] = StateMachineType;
        response["creationDate"] = ResponseParts.ToEpochSeconds(definition.Current.LoadedAt);
        ResponseParts.SetIfPresent(response, "description", definition.Current.Definition.Comment);
        return response;
    }

    /// <summary>
    /// DescribeStateMachineForExecution: the definition that the execution ran. For an execution of an older version of the host, which did
    /// not keep it, the current one.
    /// </summary>
    public async Task<JsonObject> DescribeForExecutionAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var recorded = await executions.GetDefinitionAsync(request, cancellationToken);
        var response = DescribeDefinition();
        response["updateDate"] = ResponseParts.ToEpochSeconds(recorded?.LoadedAt ?? definition.Current.LoadedAt);
        ResponseParts.SetIfPresent(response, "definition", recorded?.Json);
        return response;
    }

    /// <summary>ListTagsForResource: there are none.</summary>
    public static JsonObject ListTags(JsonObject request)
    {
        Arns.EnsureStateMachine(request.GetText("resourceArn"));
        return new() { ["tags"] = new JsonArray() };
    }

    /// <summary>ValidateStateMachineDefinition: the errors that the interpreter finds, with their JSON paths.</summary>
    public static JsonObject Validate(JsonObject request)
    {
        var text = request.GetText("definition", maxLength: 1_048_576);
        if (request.GetChoiceOrNull("type", "STANDARD", "EXPRESS") == "EXPRESS")
        {
            throw StepFunctionsException.ValidationFailed("This host runs STANDARD state machines only.");
        }

        _ = request.GetChoiceOrNull("severity", "ERROR", "WARNING");
        var limit = Math.Min(request.GetMaxResults(), MaxDiagnostics);
        IReadOnlyList<DefinitionError> errors = [];
        try
        {
            StateMachineDefinition.Parse(text);
        }
        catch (InvalidDefinitionException invalid)
        {
            errors = invalid.Errors;
        }

        return new()
        {
            ["result"] = errors.Count == 0 ? "OK" : "FAIL",
            ["diagnostics"] = new JsonArray([.. errors.Take(limit).Select(ToDiagnostic)]),
            ["truncated"] = errors.Count > limit,
        };
    }

    private JsonObject DescribeDefinition() => new()
    {
        ["stateMachineArn"] = PipelineDefinition.StateMachineArn,
        ["name"] = PipelineDefinition.Name,
        ["definition"] = definition.Current.Json,
        ["roleArn"] = PipelineDefinition.RoleArn,
        ["loggingConfiguration"] = new JsonObject { ["level"] = "OFF", ["includeExecutionData"] = false },
        ["tracingConfiguration"] = new JsonObject { ["enabled"] = false },
    };

    private static JsonObject ToDiagnostic(DefinitionError error) => new()
    {
        ["severity"] = "ERROR",
        ["code"] = error.Path == "$" && error.Message.StartsWith("is not JSON", StringComparison.Ordinal)
            ? "INVALID_JSON_DESCRIPTION"
            : "SCHEMA_VALIDATION_FAILED",
        ["message"] = error.Message,
        ["location"] = error.Path,
    };
}
