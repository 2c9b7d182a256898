using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.Definition;

/// <summary>
/// A state machine in the Amazon States Language with JSONPath (https://states-language.net), read and fully checked.
/// Anything that the interpreter does not support is refused here, with its JSON path, and cannot surface later.
/// </summary>
public sealed class StateMachineDefinition
{
    /// <summary>Maximum length of a definition, in bytes of UTF-8, as in AWS.</summary>
    public const int MaxBytes = 1_048_576;

    private StateMachineDefinition(string? comment, TimeSpan? timeout, StateScope root)
    {
        (Comment, Timeout, Root) = (comment, timeout, root);
        State[] states = [.. root.SelfAndDescendants().SelectMany(scope => scope.States.Values)];
        StateNames = [.. states.Select(state => state.Name)];
        TaskNames = [.. states.OfType<TaskState>().Select(task => task.Name)];
        Resources = [.. states.OfType<TaskState>().Select(task => task.Resource.Arn).Distinct()];
    }

    public string? Comment { get; }

    /// <summary>How long an execution may take; null for no limit.</summary>
    public TimeSpan? Timeout { get; }

    public string StartAt => Root.StartAt;

    /// <summary>The names of all states, including those in branches and iterations.</summary>
    public IReadOnlyList<string> StateNames { get; }

    /// <summary>The names of all Task states, including those in branches and iterations.</summary>
    public IReadOnlyList<string> TaskNames { get; }

    /// <summary>The distinct Resources of all Tasks. The invoker must know them all.</summary>
    public IReadOnlyList<string> Resources { get; }

    internal StateScope Root { get; }

    /// <summary>Reads and checks a definition.</summary>
    /// <param name="json">The definition.</param>
    /// <param name="type">Type of the state machine that it is for.</param>
    /// <exception cref="InvalidDefinitionException">The text is not JSON, or not a valid and supported definition.</exception>
    public static StateMachineDefinition Parse(string json, WorkflowType type = WorkflowType.Standard)
    {
        var errors = new DefinitionErrors();
        var definition = ParseJson(json, errors) is { } fields ? Read(fields, errors, type) : null;
        return definition is null || errors.All.Count > 0 ? throw new InvalidDefinitionException(errors.All) : definition;
    }

    /// <summary>The definition of the child executions of a distributed Map.</summary>
    internal static StateMachineDefinition FromProcessor(MapState map) => new(null, null, map.ItemProcessor);

    private static JsonObject? ParseJson(string json, DefinitionErrors errors)
    {
        if (Encoding.UTF8.GetByteCount(json) is > MaxBytes and var bytes)
        {
            errors.Add("$", $"has {bytes:N0} bytes; at most {MaxBytes:N0} are allowed");
            return null;
        }

        try
        {
            if (JsonText.Parse(json) is JsonObject fields)
            {
                return fields;
            }

            errors.Add("$", "must be an object");
        }
        catch (JsonException exception)
        {
            errors.Add("$", $"is not JSON: {exception.Message}");
        }

        return null;
    }

    private static StateMachineDefinition? Read(JsonObject fields, DefinitionErrors errors, WorkflowType type)
    {
        var reader = new ObjectReader(fields, "$", errors);
        StateReader.RequireJsonPath(reader);
        if (reader.ReadString("Version") is { } version && version != "1.0")
        {
            reader.AddError("Version", $"must be 1.0, not '{version}'");
        }

        var timeout = reader.ReadNumber("TimeoutSeconds", 1, 99_999_999);
        var scope = ScopeReader.Read(reader, new StateReader(errors, type));
        reader.RefuseUnknown();
        if (scope is null)
        {
            return null;
        }

        ScopeValidator.Validate(scope, "$", errors);
        return new StateMachineDefinition(
            reader.ReadString("Comment"), timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null, scope);
    }
}
