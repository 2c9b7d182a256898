using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.TestCases;

/// <summary>
/// Reads cases: a JSON array of objects with <c>group</c>, <c>name</c>, <c>definition</c> (or its path), <c>type</c> (<c>STANDARD</c> or
/// <c>EXPRESS</c>), <c>context</c> (members of the context object: <c>{"Execution": {"Name": …, "StartTime": …}}</c>), <c>input</c>, <c>calls</c> (<c>{"State": [{"input": …}, {"includes": …}]}</c> or <c>{"State": 3}</c>), <c>tasks</c>
/// (<c>{"State": [{"output": …}, {"error": …, "cause": …}], "State[2]": …}</c>) or <c>mocks</c> (<c>MockConfigFile.json#TestCase</c>), <c>objects</c> (<see cref="TestCaseObjects"/>), <c>expect</c> (<c>status</c> with <c>output</c>, or
/// with <c>error</c> and <c>cause</c>) and <c>events</c> (types in order, or null). A case of one state has its name in <c>state</c>, and can have <c>retryCount</c>, <c>variables</c>, and in
/// <c>expect</c> the <c>nextState</c> and members of the <c>inspection</c>; see <see cref="StateTestResult"/>.
/// </summary>
public static class TestCaseFile
{
    private static readonly string[] CaseMembers = ["group", "name", "definition", "type", "context", "input", "tasks", "mocks", "objects", "calls", "state", "retryCount", "variables", "expect", "events"];
    private static readonly string[] ExpectMembers = ["status", "output", "error", "cause", "objects", "nextState", "inspection"];
    private static readonly string[] CallMembers = ["input", "includes"];
    private static readonly string[] ResponseMembers = ["output", "error", "cause"];
    private static readonly string[] Statuses = ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"];
    private static readonly string[] StateStatuses = ["SUCCEEDED", "FAILED", "RETRIABLE", "CAUGHT_ERROR"];
    private static readonly string[] StatesWithOutput = ["SUCCEEDED", "CAUGHT_ERROR"];
    private static readonly string[] MembersOfOneState = ["retryCount", "variables"];
    private static readonly string[] ExpectMembersOfOneState = ["nextState", "inspection"];

    /// <param name="json">The cases.</param>
    /// <param name="readFile">Reads a definition or mocks that a case names by their path, as JSON; null if cases must contain theirs.</param>
    /// <exception cref="FormatException">The text is not such an array. The message names the case and the problem.</exception>
    public static IReadOnlyList<TestCase> Read(string json, Func<string, string>? readFile = null)
    {
        return Parse(json) is JsonArray list
            ? [.. list.Select((node, index) => ReadCase(node, index, readFile))]
            : throw new FormatException("The case file must be a JSON array of cases.");
    }

    /// <summary>Reads the <c>tasks</c> of a case from a separate file.</summary>
    /// <exception cref="FormatException">The text does not have the expected form.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> ReadResponses(string json)
    {
        try
        {
            return Parse(json) is JsonObject tasks
                ? ReadTasks(tasks, "Answers")
                : throw new FormatException("Answers must be a JSON object: {\"State\": [{\"output\": …}, {\"error\": …, \"cause\": …}]}.");
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException)
        {
            throw new FormatException($"Answers must have the form {{\"State\": [{{\"output\": …}}]}}: {exception.Message}", exception);
        }
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonText.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The file is not JSON: {exception.Message}", exception);
        }
    }

    private static TestCase ReadCase(JsonNode? node, int index, Func<string, string>? readFile)
    {
        try
        {
            var fields = node as JsonObject ?? throw new FormatException($"Case {index} is not an object.");
            var name = ReadText(fields["name"]) ?? $"case {index}";
            RefuseUnknown(fields, $"Case {index} ({name})", CaseMembers);
            var expect = fields["expect"] as JsonObject ?? throw new FormatException($"Case {index} ({name}) has no object \"expect\".");
            var state = ReadText(fields["state"]);
            RefuseWithoutState(state, fields, $"Case {index} ({name})", MembersOfOneState);
            RefuseWithoutState(state, expect, $"Case {index} ({name}), expect", ExpectMembersOfOneState);
            return new TestCase(
                ReadText(fields["group"]) ?? "",
                name,
                ReadDefinition(fields["definition"], $"Case {index} ({name})", readFile),
                fields["input"],
                ReadAnswers(fields, $"Case {index} ({name})", readFile),
                ReadExpectedResult(expect, $"Case {index} ({name})", state is null ? Statuses : StateStatuses),
                fields["events"] is JsonArray events ? [.. events.Select(type => ReadText(type)!)] : null)
            {
                State = state,
                Objects = fields["objects"]?.AsObject() ?? [],
                RetryCount = fields["retryCount"]?.GetValue<int>() ?? 0,
                Variables = fields["variables"]?.AsObject() ?? [],
                Context = TestCaseContext.Read(fields["context"], $"Case {index} ({name})", state is not null),
                Type = ReadType(ReadText(fields["type"]), $"Case {index} ({name})"),
                Calls = ReadCalls(fields["calls"] as JsonObject ?? [], $"Case {index} ({name})"),
            };
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException)
        {
            throw new FormatException($"Case {index} of the file does not have the expected form: {exception.Message}", exception);
        }
    }

    private static JsonNode? ReadDefinition(JsonNode? definition, string place, Func<string, string>? readFile)
    {
        if (definition is not JsonValue value || value.GetValueKind() != JsonValueKind.String)
        {
            return definition;
        }

        return Parse(NeedFolder(readFile, $"{place}: the definition")(value.GetValue<string>()));
    }

    private static Func<string, string> NeedFolder(Func<string, string>? readFile, string what) =>
        readFile ?? throw new FormatException($"{what} is a path, but there is no folder to find it in.");

    /// <summary>The responses in the case itself, or those of a mock configuration of Step Functions Local.</summary>
    private static IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> ReadAnswers(JsonObject fields, string place, Func<string, string>? readFile)
    {
        if (ReadText(fields["mocks"]) is not { } mocks)
        {
            return ReadTasks(fields["tasks"] as JsonObject ?? [], place);
        }

        return fields.ContainsKey("tasks")
            ? throw new FormatException($"{place}: a case has either \"tasks\" or \"mocks\".")
            : MockConfigFile.Read(mocks, NeedFolder(readFile, $"{place}: mocks"));
    }

    private static WorkflowType ReadType(string? type, string place) => type switch
    {
        null or "STANDARD" => WorkflowType.Standard,
        "EXPRESS" => WorkflowType.Express,
        _ => throw new FormatException($"{place}: '{type}' is not a type; use STANDARD or EXPRESS."),
    };

    /// <summary>The calls of each task: a number of them, or a list with <c>{"input": …}</c>, <c>{"includes": …}</c> or <c>{}</c> for each.</summary>
    private static Dictionary<string, IReadOnlyList<ExpectedCall>> ReadCalls(JsonObject calls, string place) => calls.ToDictionary(
        task => task.Key,
        task => (IReadOnlyList<ExpectedCall>)(task.Value is JsonArray list
            ? [.. list.Select(call => ReadCall(call!.AsObject(), $"{place}, calls of '{task.Key}'"))]
            : [.. Enumerable.Repeat(new ExpectedCall(CallComparison.Any), task.Value!.GetValue<int>())]));

    private static ExpectedCall ReadCall(JsonObject call, string place)
    {
        RefuseUnknown(call, place, CallMembers);
        return call.Count > 1 ? throw new FormatException($"{place}: a call has either its input or what that includes.")
            : call.ContainsKey("input") ? new(CallComparison.Exact, call["input"])
            : call.ContainsKey("includes") ? new(CallComparison.Includes, call["includes"])
            : new(CallComparison.Any);
    }

    private static void RefuseWithoutState(string? state, JsonObject fields, string place, string[] members)
    {
        if (state is null && members.FirstOrDefault(fields.ContainsKey) is { } member)
        {
            throw new FormatException($"{place}: '{member}' is for a case of one state; name it in \"state\".");
        }
    }

    private static ExpectedResult ReadExpectedResult(JsonObject expect, string place, string[] statuses)
    {
        RefuseUnknown(expect, $"{place}, expect", ExpectMembers);
        var status = ReadText(expect["status"]) ?? throw new FormatException($"{place}, expect: \"status\" is missing.");
        if (!statuses.Contains(status))
        {
            throw new FormatException($"{place}, expect: '{status}' is not a status; use {string.Join(", ", statuses)}.");
        }

        var hasOutput = expect.ContainsKey("output");
        return hasOutput && !StatesWithOutput.Contains(status)
            ? throw new FormatException($"{place}, expect: an execution that ends as {status} has no output.")
            : new ExpectedResult(status, expect["output"], ReadText(expect["error"]), expect["cause"])
            {
                HasOutput = hasOutput,
                Objects = expect["objects"]?.AsObject(),
                NextState = ReadText(expect["nextState"]),
                Inspection = expect["inspection"]?.AsObject(),
            };
    }

    private static Dictionary<string, IReadOnlyList<CannedResponse>> ReadTasks(JsonObject tasks, string place) => tasks.ToDictionary(
        task => task.Key,
        task => (IReadOnlyList<CannedResponse>)[.. task.Value!.AsArray().Select(response => ReadResponse(response!.AsObject(), $"{place}, task '{task.Key}'"))]);

    /// <summary>A response with the member <c>error</c> or <c>cause</c> is a failure, even if both are null.</summary>
    private static CannedResponse ReadResponse(JsonObject response, string place)
    {
        RefuseUnknown(response, place, ResponseMembers);
        var isFailure = response.ContainsKey("error") || response.ContainsKey("cause");
        if (isFailure == response.ContainsKey("output"))
        {
            throw new FormatException($"{place}: a response has either an output or an error and a cause.");
        }

        return new(
            response["output"],
            ReadText(response["error"]),
            response["cause"] is null or JsonValue ? ReadText(response["cause"]) : JsonText.Write(response["cause"])) { IsFailure = isFailure };
    }

    internal static void RefuseUnknown(JsonObject fields, string place, string[] known)
    {
        if (fields.FirstOrDefault(field => !known.Contains(field.Key)).Key is { } unknown)
        {
            throw new FormatException($"{place}: '{unknown}' is unknown; the members are {string.Join(", ", known)}.");
        }
    }

    private static string? ReadText(JsonNode? node) => node?.GetValue<string>();
}
