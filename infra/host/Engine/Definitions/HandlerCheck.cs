using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Interpreter.Definition;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>Finds Tasks that call a function or topic that this host does not have, before an execution runs into them.</summary>
internal sealed class HandlerCheck(HandlerNames handlers, List<DefinitionError> errors)
{
    /// <param name="scope">An object with <c>States</c>: the state machine, a branch of a Parallel, a Map's processor.</param>
    public void Check(JsonNode? scope)
    {
        if (GetField(scope, "States") is not JsonObject states)
        {
            return;
        }

        foreach (var state in states.Select(state => state.Value).OfType<JsonObject>())
        {
            if (GetText(state, "Type") == "Task")
            {
                CheckTask(state);
            }

            Check(GetField(state, "ItemProcessor"));
            Check(GetField(state, "Iterator"));
            foreach (var branch in GetField(state, "Branches") as JsonArray ?? [])
            {
                Check(branch);
            }
        }
    }

    private void CheckTask(JsonObject state)
    {
        // The parser has already reported a Resource that is missing or not a string.
        if (GetText(state, "Resource") is not { } resource)
        {
            return;
        }

        var parameters = GetField(state, "Parameters") as JsonObject;
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
                    $"is '{resource}', which this host cannot call. Use lambda:invoke or sns:publish."));
                break;
        }
    }

    private void CheckName(JsonObject state, JsonObject? parameters, string parameter, string kind, IReadOnlyList<string> names)
    {
        // A path is resolved only when the state runs.
        if (GetField(parameters, parameter + ".$") is not null)
        {
            return;
        }

        if (GetText(parameters, parameter) is not { } name)
        {
            errors.Add(new((parameters ?? state).GetPath(), $"must name a {kind} in {parameter}"));
        }
        else if (!names.Contains(name) && DefinitionTemplate.PlaceholderNames(name).Count == 0)
        {
            errors.Add(new(
                parameters![parameter]!.GetPath(),
                $"names the {kind} '{name}', which this host does not have. It has {string.Join(", ", names)}"));
        }
    }

    private static JsonNode? GetField(JsonNode? node, string name) => (node as JsonObject)?[name];

    private static string? GetText(JsonNode? node, string name) =>
        GetField(node, name) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
