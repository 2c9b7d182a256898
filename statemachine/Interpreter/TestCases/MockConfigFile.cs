using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.TestCases;

/// <summary>
/// Reads the mocks of Step Functions Local (<c>MockConfigFile.json</c>): test cases by state machine, which name a mocked response for each
/// state, and the mocked responses, which return or throw by number of the call.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html"/>
public static partial class MockConfigFile
{
    private const int MaxCalls = 10_000;

    private static readonly string[] Members = ["StateMachines", "MockedResponses"];
    private static readonly string[] MachineMembers = ["TestCases"];
    private static readonly string[] ResponseMembers = ["Return", "Throw"];
    private static readonly string[] ThrowMembers = ["Error", "Cause"];

    /// <summary>Reads the responses of a test case that is named as <c>FILE#TESTCASE</c> or <c>FILE#STATEMACHINE/TESTCASE</c>.</summary>
    /// <param name="reference">The file's path, the state machine and the test case.</param>
    /// <param name="readFile">Reads the file.</param>
    /// <inheritdoc cref="Read(string, string?, string)" path="/exception"/>
    public static IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> Read(string reference, Func<string, string> readFile)
    {
        var hash = reference.LastIndexOf('#');
        if (hash <= 0 || hash == reference.Length - 1)
        {
            throw new FormatException($"'{reference}' names no test case; use MockConfigFile.json#TESTCASE or MockConfigFile.json#STATEMACHINE/TESTCASE.");
        }

        var name = reference[(hash + 1)..];
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return Read(readFile(reference[..hash]), slash < 0 ? null : name[..slash], name[(slash + 1)..]);
    }

    /// <summary>Reads the responses of a test case. A call after the last of a list has none.</summary>
    /// <param name="json">The file's content.</param>
    /// <param name="stateMachine">Name of the state machine; null if the file has one only.</param>
    /// <param name="testCase">Name of the test case.</param>
    /// <exception cref="FormatException">The file does not have the form, or has no such test case. The message names the place.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<CannedResponse>> Read(string json, string? stateMachine, string testCase)
    {
        var file = AsObject(Parse(json), "The file", Members);
        var machines = AsObject(file["StateMachines"], "StateMachines");
        var machineName = stateMachine ?? (machines.Count == 1
            ? machines.First().Key
            : throw new FormatException($"The file has {machines.Count} state machines; name one of {NamesOf(machines)}."));
        var machine = AsObject(Find(machines, machineName, "state machine"), $"StateMachines.{machineName}", MachineMembers);
        var cases = AsObject(machine["TestCases"], $"StateMachines.{machineName}.TestCases");
        var mocks = AsObject(Find(cases, testCase, "test case"), $"StateMachines.{machineName}.TestCases.{testCase}");
        var responses = AsObject(file["MockedResponses"], "MockedResponses");
        return mocks.ToDictionary(
            mock => mock.Key,
            mock => ReadResponses(responses, mock.Value?.GetValueKind() == JsonValueKind.String
                ? mock.Value.GetValue<string>()
                : throw new FormatException($"TestCases.{testCase}.{mock.Key} is not the name of a mocked response.")));
    }

    private static IReadOnlyList<CannedResponse> ReadResponses(JsonObject responses, string name)
    {
        var place = $"MockedResponses.{name}";
        var entries = AsObject(Find(responses, name, "mocked response"), place);
        var calls = new SortedDictionary<int, CannedResponse>();
        foreach (var (range, value) in entries)
        {
            var response = ReadResponse(AsObject(value, $"{place}.{range}", ResponseMembers), $"{place}.{range}");
            var (first, last) = ReadRange(range, place);
            for (var call = first; call <= last; call++)
            {
                if (!calls.TryAdd(call, response))
                {
                    throw new FormatException($"{place} has two responses for call {call}.");
                }
            }
        }

        var missing = Enumerable.Range(0, calls.Count).FirstOrDefault(call => !calls.ContainsKey(call), -1);
        return missing >= 0 ? throw new FormatException($"{place} has no response for call {missing}, but for later ones.")
            : calls.Count == 0 ? throw new FormatException($"{place} has no response.")
            : [.. calls.Values.Select((response, index) => index == calls.Count - 1 ? response with { IsLast = true } : response)];
    }

    private static (int First, int Last) ReadRange(string text, string place)
    {
        var match = RangePattern().Match(text);
        var first = match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : -1;
        var last = match.Groups[2].Success ? int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : first;
        return first >= 0 && last >= first && last < MaxCalls
            ? (first, last)
            : throw new FormatException($"{place}: '{text}' is not the number of a call, such as \"0\", or a range of them, such as \"1-2\", below {MaxCalls}.");
    }

    private static CannedResponse ReadResponse(JsonObject response, string place)
    {
        if (response.Count != 1)
        {
            throw new FormatException($"{place} has either \"Return\" or \"Throw\".");
        }

        if (response.ContainsKey("Return"))
        {
            return new(response["Return"]?.DeepClone(), null, null);
        }

        var thrown = AsObject(response["Throw"], $"{place}.Throw", ThrowMembers);
        return new(null, ReadText(thrown["Error"], $"{place}.Throw.Error"), ReadText(thrown["Cause"], $"{place}.Throw.Cause")) { IsFailure = true };
    }

    private static JsonNode? Find(JsonObject fields, string name, string kind) => fields.TryGetPropertyValue(name, out var value)
        ? value
        : throw new FormatException($"There is no {kind} '{name}'; there is {(fields.Count == 0 ? "none" : NamesOf(fields))}.");

    private static string NamesOf(JsonObject fields) => string.Join(", ", fields.Select(field => $"'{field.Key}'"));

    private static JsonObject AsObject(JsonNode? node, string place, string[]? members = null)
    {
        var fields = node as JsonObject ?? throw new FormatException($"{place} is not an object.");
        if (members is not null)
        {
            TestCaseFile.RefuseUnknown(fields, place, members);
        }

        return fields;
    }

    private static string? ReadText(JsonNode? node, string place) => node switch
    {
        null => null,
        _ when node.GetValueKind() == JsonValueKind.String => node.GetValue<string>(),
        _ => throw new FormatException($"{place} is not a text."),
    };

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

    [GeneratedRegex(@"\A([0-9]{1,6})(?:-([0-9]{1,6}))?\z")]
    private static partial Regex RangePattern();
}
