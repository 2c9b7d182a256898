using System.Text.Json.Nodes;
using Pipeline.Interpreter;
using Pipeline.Local.Hosting;

namespace Pipeline.Local.Serving.StepFunctions;

/// <summary>The operations that look at the one state machine of this host, and at definitions.</summary>
internal sealed class StateMachineQueries(DefinitionFile definition, ExecutionQueries executions)
{
    private const int MostDiagnostics = 100;

    private const string Kind = "STANDARD";

    /// <summary>ListStateMachines.</summary>
    public JsonObject List(JsonObject request)
    {
        _ = request.MaxResults();
        if (request.TextOrNull("nextToken") is { } token)
        {
            throw StepFunctionsException.Token(token);
        }

        var machine = new JsonObject
        {
            ["stateMachineArn"] = PipelineDefinition.StateMachineArn,
            ["name"] = PipelineDefinition.Name,
            ["type"] = Kind,
            ["creationDate"] = Answers.Seconds(definition.Current.LoadedAt),
        };
        return new() { ["stateMachines"] = new JsonArray(machine) };
    }

    /// <summary>DescribeStateMachine: the definition that executions run, its placeholders filled.</summary>
    public JsonObject Describe(JsonObject request)
    {
        Arns.RequireStateMachine(request.Text("stateMachineArn"));
        var answer = Description();
        answer["status"] = "ACTIVE";
        answer["type"] = Kind;
        answer["creationDate"] = Answers.Seconds(definition.Current.LoadedAt);
        Answers.Put(answer, "description", definition.Current.Definition.Comment);
        return answer;
    }

    /// <summary>DescribeStateMachineForExecution. The host keeps no former definitions: it is the one of now.</summary>
    public async Task<JsonObject> DescribeForExecutionAsync(JsonObject request, CancellationToken cancellationToken)
    {
        await executions.GetAsync(request, cancellationToken);
        var answer = Description();
        answer["updateDate"] = Answers.Seconds(definition.Current.LoadedAt);
        return answer;
    }

    /// <summary>ListTagsForResource: there are none.</summary>
    public static JsonObject Tags(JsonObject request)
    {
        Arns.RequireStateMachine(request.Text("resourceArn"));
        return new() { ["tags"] = new JsonArray() };
    }

    /// <summary>ValidateStateMachineDefinition, by the interpreter: what it refuses, it says where.</summary>
    public static JsonObject Validate(JsonObject request)
    {
        var text = request.Text("definition", most: 1_048_576);
        if (request.ChoiceOrNull("type", "STANDARD", "EXPRESS") == "EXPRESS")
        {
            throw StepFunctionsException.Invalid("This host runs STANDARD state machines only.");
        }

        _ = request.ChoiceOrNull("severity", "ERROR", "WARNING");
        var limit = Math.Min(request.MaxResults(), MostDiagnostics);
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
            ["diagnostics"] = new JsonArray([.. errors.Take(limit).Select(Diagnostic)]),
            ["truncated"] = errors.Count > limit,
        };
    }

    private JsonObject Description() => new()
    {
        ["stateMachineArn"] = PipelineDefinition.StateMachineArn,
        ["name"] = PipelineDefinition.Name,
        ["definition"] = definition.Current.Json,
        ["roleArn"] = PipelineDefinition.RoleArn,
        ["loggingConfiguration"] = new JsonObject { ["level"] = "OFF", ["includeExecutionData"] = false },
        ["tracingConfiguration"] = new JsonObject { ["enabled"] = false },
    };

    private static JsonObject Diagnostic(DefinitionError error) => new()
    {
        ["severity"] = "ERROR",
        ["code"] = error.Path == "$" && error.Message.StartsWith("is not JSON", StringComparison.Ordinal)
            ? "INVALID_JSON_DESCRIPTION"
            : "SCHEMA_VALIDATION_FAILED",
        ["message"] = error.Message,
        ["location"] = error.Path,
    };
}
