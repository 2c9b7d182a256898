using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Interpreter.TestCases;

/// <summary>
/// Reads the <c>context</c> of a case, which has members of the context object: <c>Execution</c> with <c>Id</c>, <c>Name</c>,
/// <c>RoleArn</c>, <c>StartTime</c> and, for a case of one state, <c>Input</c>, and <c>StateMachine</c> with <c>Name</c>.
/// </summary>
internal static class TestCaseContext
{
    private static readonly string[] Members = ["Execution", "StateMachine"];
    private static readonly string[] ExecutionMembers = ["Id", "Input", "Name", "RoleArn", "StartTime"];
    private static readonly string[] StateMachineMembers = ["Name"];

    /// <exception cref="FormatException">A member is unknown or has a wrong value.</exception>
    /// <param name="ofOneState">Whether the case is of one state.</param>
    public static ExecutionContext Read(JsonNode? node, string place, bool ofOneState)
    {
        var context = ReadObject(node, $"{place}, context", Members);
        var execution = ReadObject(context["Execution"], $"{place}, context.Execution", ExecutionMembers);
        var machine = ReadObject(context["StateMachine"], $"{place}, context.StateMachine", StateMachineMembers);
        if (execution.ContainsKey("Input") && !ofOneState)
        {
            throw new FormatException($"{place}, context.Execution: 'Input' is for a case of one state; an execution has the case's own input.");
        }

        var defaults = new ExecutionContext();
        return new()
        {
            Input = execution["Input"],
            Id = Text(execution["Id"]),
            Name = Text(execution["Name"]) ?? defaults.Name,
            RoleArn = Text(execution["RoleArn"]) ?? defaults.RoleArn,
            StartTime = Text(execution["StartTime"]) is { } time ? ReadTime(time, place) : defaults.StartTime,
            StateMachineName = Text(machine["Name"]) ?? defaults.StateMachineName,
        };
    }

    private static JsonObject ReadObject(JsonNode? node, string place, string[] members)
    {
        var fields = node switch
        {
            null => [],
            JsonObject value => value,
            _ => throw new FormatException($"{place} is not an object."),
        };
        TestCaseFile.RefuseUnknown(fields, place, members);
        return fields;
    }

    private static DateTimeOffset ReadTime(string text, string place) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new FormatException($"{place}, context.Execution.StartTime: '{text}' is not a time; use ISO 8601, such as 2026-01-31T12:00:00Z.");

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
