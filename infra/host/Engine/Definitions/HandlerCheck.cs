using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Interpreter.Definition;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>Finds Tasks that call what this host does not have, before an execution does.</summary>
internal sealed class HandlerCheck(HandlerNames handlers, List<DefinitionError> errors)
{
    /// <param name="scope">What has States: the machine, a branch of a Parallel, a Map's processor.</param>
    public void Check(JsonNode? scope)
    {
        if (Field(scope, "States") is not JsonObject states)
        {
            return;
        }

        foreach (var state in states.Select(state => state.Value).OfType<JsonObject>())
        {
            if (Text(state, "Type") == "Task")
            {
                CheckTask(state);
            }

            Check(Field(state, "ItemProcessor"));
            Check(Field(state, "Iterator"));
            foreach (var branch in Field(state, "Branches") as JsonArray ?? [])
            {
                Check(branch);
            }
        }
    }

    private void CheckTask(JsonObject state)
    {
        // Without a resource, or with one that is no text, the language's reader has told.
        if (Text(state, "Resource") is not { } resource)
        {
            return;
        }

        var parameters = Field(state, "Parameters") as JsonObject;
        switch (resource)
        {
            case "arn:aws:states:::lambda:invoke":
                CheckName(state, parameters, "FunctionName", "function", handlers.Functions);
                break;
            case "arn:aws:states:::sns:publish":
                CheckName(state, parameters, "TopicArn", "topic", handlers.Topics);
                break;
            default:
                errors.Add(new(
                    state["Resource"]!.GetPath(),
                    $"is '{resource}', for which this host has no handler; it has lambda:invoke and sns:publish"));
                break;
        }
    }

    private void CheckName(JsonObject state, JsonObject? parameters, string parameter, string kind, IReadOnlyList<string> names)
    {
        // What a path names is known when the state runs.
        if (Field(parameters, parameter + ".$") is not null)
        {
            return;
        }

        if (Text(parameters, parameter) is not { } name)
        {
            errors.Add(new((parameters ?? state).GetPath(), $"must name a {kind} in {parameter}"));
        }
        else if (!names.Contains(name) && DefinitionTemplate.PlaceholderNames(name).Count == 0)
        {
            errors.Add(new(
                parameters![parameter]!.GetPath(), $"names the {kind} '{name}', which this host does not have; it has {string.Join(", ", names)}"));
        }
    }

    private static JsonNode? Field(JsonNode? node, string name) => (node as JsonObject)?[name];

    private static string? Text(JsonNode? node, string name) =>
        Field(node, name) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
