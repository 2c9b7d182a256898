using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Deployment;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Json;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>
/// Reads a definition for this host: fills its placeholders, parses it, and checks that the host has every handler that it calls.
/// </summary>
internal static class DefinitionReader
{
    /// <param name="template">Text with <c>${Name}</c> placeholders.</param>
    /// <param name="values">Values of the placeholders. A definition does not have to use all of them.</param>
    /// <param name="handlers">The functions and topics of this host.</param>
    /// <returns>
    /// The definition, or null if there are errors; the text with its placeholders filled; all errors, with their JSON paths.
    /// </returns>
    public static (StateMachineDefinition? Definition, string Json, IReadOnlyList<DefinitionError> Errors) Read(
        string template, IReadOnlyDictionary<string, string> values, HandlerNames handlers)
    {
        // An unknown placeholder stays in the text, so that the error can name its JSON path.
        var used = DefinitionTemplate.PlaceholderNames(template).ToDictionary(name => name, name => values.GetValueOrDefault(name) ?? $"${{{name}}}");
        var json = DefinitionTemplate.Fill(template, used);
        var errors = new List<DefinitionError>();
        StateMachineDefinition? definition = null;
        try
        {
            definition = StateMachineDefinition.Parse(json);
        }
        catch (InvalidDefinitionException invalid)
        {
            errors.AddRange(invalid.Errors);
        }

        if (ParseOrNull(json) is { } root)
        {
            ReportPlaceholders(root, values.Keys, errors);
            new HandlerCheck(handlers, errors).Check(root);
        }

        return errors.Count == 0 ? (definition, json, []) : (null, json, errors);
    }

    // The parser has already reported text that is not JSON.
    private static JsonObject? ParseOrNull(string json)
    {
        try
        {
            JsonCharacters.EnsureValid(json);
            using var document = JsonDocument.Parse(json, new() { AllowDuplicateProperties = false });
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void ReportPlaceholders(JsonNode? node, IEnumerable<string> known, List<DefinitionError> errors)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    ReportPlaceholdersIn(name, fields.GetPath(), known, errors);
                    ReportPlaceholders(value, known, errors);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    ReportPlaceholders(item, known, errors);
                }

                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                ReportPlaceholdersIn(text, value.GetPath(), known, errors);
                break;
        }
    }

    private static void ReportPlaceholdersIn(string text, string path, IEnumerable<string> known, List<DefinitionError> errors)
    {
        foreach (var name in DefinitionTemplate.PlaceholderNames(text))
        {
            var knownPlaceholders = string.Join(", ", known.Select(placeholder => $"${{{placeholder}}}"));
            errors.Add(new(path, $"has the placeholder ${{{name}}}, which this host does not know. It knows {knownPlaceholders}"));
        }
    }
}
