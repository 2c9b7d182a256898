using System.Text.Json.Nodes;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Interpreter.Definition;

namespace Pipeline.Host.StepFunctions;

/// <summary>Operations that read the state machines of this host, or validate definitions.</summary>
internal sealed class StateMachineQueries(LocalPipeline pipeline, ExecutionQueries executions)
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

        return new()
        {
            ["stateMachines"] = new JsonArray([.. pipeline.FurtherDefinitions.Names.Prepend(PipelineDefinition.Name).Select(name => new JsonObject
            {
                ["stateMachineArn"] = PipelineDefinition.StateMachineArnOf(name),
                ["name"] = name,
                ["type"] = StateMachineType,
                ["creationDate"] = ResponseParts.ToEpochSeconds(Get(name).LoadedAt),
            })]),
        };
    }

    /// <summary>DescribeStateMachine: the definition that executions run, with its placeholders filled.</summary>
    public JsonObject Describe(JsonObject request)
    {
        var name = Arns.ParseStateMachine(request.GetText("stateMachineArn"), pipeline.HasStateMachine);
        var response = DescribeDefinition(name);
        response["status"] = "ACTIVE";
        response["type"] = StateMachineType;
        response["creationDate"] = ResponseParts.ToEpochSeconds(Get(name).LoadedAt);
        ResponseParts.SetIfPresent(response, "description", Get(name).Definition.Comment);
        return response;
    }

    /// <summary>
    /// DescribeStateMachineForExecution: the definition that the execution ran. For an execution of an older version of the host, which did
    /// not keep it, the current one.
    /// </summary>
    public async Task<JsonObject> DescribeForExecutionAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var execution = await executions.GetAsync(request, cancellationToken);

        // A child execution has the state machine's name with a label.
        var name = execution.StateMachineArn[(execution.StateMachineArn.LastIndexOf(':') + 1)..].Split('/')[0];
        var recorded = await executions.GetDefinitionAsync(request, cancellationToken);
        var response = DescribeDefinition(name);
        response["updateDate"] = ResponseParts.ToEpochSeconds(recorded?.LoadedAt ?? Get(name).LoadedAt);
        ResponseParts.SetIfPresent(response, "definition", recorded?.Json);
        return response;
    }

    /// <summary>ListTagsForResource: there are none.</summary>
    public JsonObject ListTags(JsonObject request)
    {
        _ = Arns.ParseStateMachine(request.GetText("resourceArn"), pipeline.HasStateMachine);
        return new() { ["tags"] = new JsonArray() };
    }

    /// <summary>ValidateStateMachineDefinition: the errors that the interpreter finds, with their places as JSON pointers.</summary>
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

    /// <summary>A definition by its name; the pipeline's own if there is none of that name any more.</summary>
    private DefinitionState Get(string name) => pipeline.FurtherDefinitions.Find(name) ?? pipeline.Definition.Current;

    private JsonObject DescribeDefinition(string name) => new()
    {
        ["stateMachineArn"] = PipelineDefinition.StateMachineArnOf(name),
        ["name"] = name,
        ["definition"] = Get(name).Json,
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
        ["location"] = DefinitionLocation.FromPath(error.Path),
    };
}
