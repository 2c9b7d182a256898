using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.MapRuns;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Interpreter.TestCases;

/// <summary>
/// Runs one state alone, in a definition of its own: a Pass before it sets its input and the variables, and each state that can follow is
/// one that ends the execution.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html"/>
public static class StateTestRunner
{
    /// <summary>Before the names of the states that follow, so that none has the name of the state itself.</summary>
    private const string Following = "→ ";

    private const string Before = "→";

    private const string SetInput = "→→";

    /// <summary>Runs a test.</summary>
    /// <exception cref="InvalidDefinitionException">The definition is refused.</exception>
    /// <exception cref="NoResponseException">A task has no response, or the definition has no such state.</exception>
    public static Task<StateTestResult> RunAsync(StateTest test, CancellationToken cancellationToken) =>
        RunAsync(test, new CannedTaskInvoker(test.Tasks), TestCaseObjects.Create(test.Objects, "objects"), cancellationToken);

    internal static async Task<StateTestResult> RunAsync(
        StateTest test, CannedTaskInvoker invoker, InMemoryMapObjects objects, CancellationToken cancellationToken)
    {
        var whole = StateMachineDefinition.Parse(test.Definition, test.Type);
        var inspection = new StateInspection(test.State, test.RetryCount);
        inspection.Record("input", test.Input);
        var definition = StateMachineDefinition.Parse(JsonText.Write(Isolate(test, whole)), test.Type);
        using var time = new VirtualTimeProvider(test.Context.StartTime);
        var journal = new InMemoryJournal();
        var machine = new StateMachine(definition, invoker, time, new Random(0)) { Inspection = inspection, Objects = objects };
        var result = await machine.RunAsync(test.Context.CreateStart(test.Context.Input ?? test.Input), journal, cancellationToken);
        return CreateResult(result, inspection, FindNext(journal.Events));
    }

    private static StateTestResult CreateResult(ExecutionResult result, StateInspection inspection, string? next) => inspection switch
    {
        { RetryIndex: not null, Failure: { } failure } => new("RETRIABLE", null, failure.Error, failure.Cause, null, inspection.Data),
        { CatchIndex: not null, Failure: { } failure } => new("CAUGHT_ERROR", result.Output, failure.Error, failure.Cause, next, inspection.Data),
        _ => new(TestCaseRunner.FormatStatus(result.Status), result.Output, result.Error, result.Cause, next, inspection.Data),
    };

    private static JsonObject Isolate(StateTest test, StateMachineDefinition whole)
    {
        var state = FindState(JsonText.Parse(test.Definition), test.State)?.DeepClone().AsObject() ?? throw new NoResponseException(
            $"The definition has no state '{test.State}'; it has {string.Join(", ", whole.StateNames.Select(name => $"'{name}'"))}.");
        // An object with no assignment is refused.
        var assigned = test.Variables.Count == 0 ? null : new JsonObject([.. test.Variables.Select(variable => KeyValuePair.Create($"{variable.Key}.$", (JsonNode?)$"$.variables.{variable.Key}"))]);
        var states = new JsonObject
        {
            [Before] = new JsonObject
            {
                ["Type"] = "Pass",
                ["Result"] = new JsonObject { ["input"] = test.Input?.DeepClone(), ["variables"] = test.Variables.DeepClone() },
                ["Next"] = SetInput,
            },
            [SetInput] = new JsonObject { ["Type"] = "Pass", ["InputPath"] = "$.input", ["Next"] = test.State },
            [test.State] = state,
        };
        if (assigned is not null)
        {
            states[Before]!["Assign"] = assigned;
        }

        foreach (var holder in FindTransitions(state))
        {
            foreach (var member in (string[])["Next", "Default"])
            {
                if (holder[member] is { } target)
                {
                    var name = Following + target.GetValue<string>();
                    holder[member] = name;
                    states[name] = new JsonObject { ["Type"] = "Succeed" };
                }
            }
        }

        return new() { ["StartAt"] = Before, ["States"] = states };
    }

    /// <summary>The state itself and its catchers and rules, which can name a state to follow.</summary>
    private static IEnumerable<JsonObject> FindTransitions(JsonObject state) =>
        [state, .. ((string[])["Catch", "Choices"]).SelectMany(member => state[member] as JsonArray ?? []).OfType<JsonObject>()];

    private static JsonObject? FindState(JsonNode? scope, string name)
    {
        if (scope is not JsonObject fields || fields["States"] is not JsonObject states)
        {
            return null;
        }

        return states[name] as JsonObject ?? states.Select(state => state.Value).OfType<JsonObject>()
            .SelectMany(state => (JsonNode?[])[state["ItemProcessor"], state["Iterator"], .. state["Branches"] as JsonArray ?? []])
            .Select(inner => FindState(inner, name))
            .FirstOrDefault(found => found is not null);
    }

    private static string? FindNext(IReadOnlyList<HistoryEvent> history) => history
        .Select(entry => entry.Type.EndsWith("StateEntered", StringComparison.Ordinal) ? entry.Details!["name"]!.GetValue<string>() : "")
        .FirstOrDefault(name => name.StartsWith(Following, StringComparison.Ordinal))?[Following.Length..];
}
