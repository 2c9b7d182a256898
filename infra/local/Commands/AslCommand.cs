using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.TestCases;
using Pipeline.Local.Reporting;
using Pipeline.Terminal.Commands;
using Pipeline.Terminal.Reports;
using Spectre.Console;

namespace Pipeline.Local.Commands;

/// <summary><c>asl validate</c>, <c>asl run</c> and <c>asl test</c>: runs the interpreter on any definition, without AWS.</summary>
internal static class AslCommand
{
    private static readonly Argument<FileInfo> Definition = new("FILE") { Description = "State machine definition (Amazon States Language, JSONPath)." };

    private static readonly string[] WorkflowTypes = ["standard", "express"];

    public static Command Create() => new("asl", "Validate, run and test state machine definitions of your own.") { CreateValidate(), CreateRun(), CreateTest() };

    private static Command CreateValidate()
    {
        var type = CreateType();
        var files = CreateFiles("FILES", "State machine definitions (Amazon States Language, JSONPath), as JSON or YAML. Patterns: *, ? and **.");
        var command = new Command("validate", "Check definitions and print every error with its JSON path.") { files, type };
        command.SetAction(result =>
        {
            var workflowType = ReadType(result, type);
            var valid = InputFile.Find(result.GetRequiredValue(files)).Select(file => Validate(file, workflowType)).ToArray();
            return valid.All(isValid => isValid) ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static Option<string> CreateType() => ChoiceOption.Create(
        "--type", "Type of the state machine. An Express workflow waits for no callback, no job and no activity.", WorkflowTypes);

    private static WorkflowType ReadType(ParseResult result, Option<string> type) => Enum.Parse<WorkflowType>(result.GetRequiredValue(type), ignoreCase: true);

    private static bool Validate(FileInfo file, WorkflowType type)
    {
        try
        {
            var definition = StateMachineDefinition.Parse(InputFile.ReadDefinition(file), type);
            Console.WriteLine($"{file}: valid, {definition.StateNames.Count} state{(definition.StateNames.Count == 1 ? "" : "s")}");
            return true;
        }
        catch (InvalidDefinitionException exception)
        {
            foreach (var error in exception.Errors)
            {
                Console.WriteLine($"{file}: {error.Path}: {error.Message}");
            }

            return false;
        }
    }

    private static Argument<string[]> CreateFiles(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.OneOrMore };

    private static Command CreateRun()
    {
        var input = new Option<string>("--input") { Description = "Input of the execution: a JSON file, - for standard input, or the JSON itself.", HelpName = "FILE|JSON", Required = true };
        var responses = new Option<FileInfo?>("--answers")
        {
            Description = "Responses to Task states (JSON): {\"State\": [{\"output\": …}, {\"error\": …, \"cause\": …}]}. The last response of a state repeats.",
            HelpName = "FILE",
        };
        var mocks = new Option<string?>("--mocks")
        {
            Description = "Responses from a mock configuration of Step Functions Local, instead of --answers.",
            HelpName = "FILE#[MACHINE/]TESTCASE",
        };
        var objects = new Option<FileInfo?>("--objects")
        {
            Description = "Objects that an ItemReader reads (JSON): {\"bucket\": {\"key\": \"text\", \"other\": {\"json\": …}}}.",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print the result and the history as one JSON object." };
        var type = CreateType();
        var command = new Command("run", "Run a definition with canned responses, in virtual time.") { Definition, input, responses, mocks, objects, type, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var definitionFile = result.GetRequiredValue(Definition);
            var definition = InputFile.ReadDefinition(definitionFile);
            var tasks = (result.GetValue(responses), result.GetValue(mocks)) switch
            {
                (not null, not null) => throw new UsageException("Give either --answers or --mocks."),
                ({ } file, _) => InputFile.ReadResponses(file),
                (_, { } reference) => InputFile.ReadMocks(reference),
                _ => new Dictionary<string, IReadOnlyList<CannedResponse>>(),
            };
            try
            {
                var run = await TestCaseRunner.RunAsync(definition, ReadInput(result.GetRequiredValue(input)), tasks, ReadObjects(result.GetValue(objects)), ReadType(result, type), cancellationToken);
                Write(run.Result, run.History, result.GetValue(json));
                return run.Result.Status == ExecutionStatus.Succeeded ? ExitCodes.Success : ExitCodes.Failure;
            }
            catch (Exception exception) when (exception is InvalidDefinitionException or NoResponseException)
            {
                throw new UsageException($"{definitionFile}: {exception.Message}");
            }
        });
        return command;
    }

    private static JsonObject ReadObjects(FileInfo? file) => file is null ? [] : InputFile.ReadObjects(file);

    /// <summary>Reads JSON that stands on the command line, or in the file that it names. A text that starts like an object, array or string is JSON.</summary>
    private static JsonNode? ReadInput(string text)
    {
        if (text.TrimStart() is not ['{' or '[' or '"', ..])
        {
            return InputFile.ReadJson(new(text));
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException exception)
        {
            throw new UsageException($"--input is not JSON: byte {exception.BytePositionInLine + 1}.");
        }
    }

    private static Command CreateTest()
    {
        var files = CreateFiles("CASES", "Files of test cases (JSON): [{name, definition, type, input, tasks, calls, expect, events}]. Patterns: *, ? and **.");
        var junit = new Option<FileInfo?>("--junit") { Description = "Also write the results to this file, as JUnit XML.", HelpName = "FILE" };
        var command = new Command("test", "Run files of test cases in virtual time and print the differences.") { files, junit };
        command.SetAction(async (result, cancellationToken) =>
        {
            var suites = new List<(string Name, IReadOnlyList<(TestCaseResult Result, TimeSpan Time)> Cases)>();
            foreach (var file in InputFile.Find(result.GetRequiredValue(files)))
            {
                suites.Add((file.ToString(), await RunCasesAsync(InputFile.ReadTestCases(file), cancellationToken)));
            }

            var outcomes = suites.SelectMany(suite => suite.Cases).ToArray();
            var failed = outcomes.Count(outcome => !outcome.Result.HasPassed);
            if (result.GetValue(junit) is { } report)
            {
                WriteJUnit(report, suites);
            }

            Console.WriteLine($"{outcomes.Length - failed} passed, {failed} failed");
            return failed == 0 ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static async Task<IReadOnlyList<(TestCaseResult Result, TimeSpan Time)>> RunCasesAsync(IReadOnlyList<TestCase> cases, CancellationToken cancellationToken)
    {
        var outcomes = new List<(TestCaseResult Result, TimeSpan Time)>();
        foreach (var @case in cases)
        {
            var watch = Stopwatch.StartNew();
            var outcome = await TestCaseRunner.RunAsync(@case, cancellationToken);
            outcomes.Add((outcome, watch.Elapsed));
            if (!outcome.HasPassed)
            {
                Console.WriteLine($"FAILED {@case.Group}: {@case.Name}");
                foreach (var difference in outcome.Differences)
                {
                    Console.WriteLine($"  {difference}");
                }
            }
        }

        return outcomes;
    }

    private static void WriteJUnit(FileInfo report, IReadOnlyList<(string Name, IReadOnlyList<(TestCaseResult Result, TimeSpan Time)> Cases)> suites)
    {
        try
        {
            JUnitReport.Write(report.FullName, suites);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{report} cannot be written: {exception.Message}");
        }
    }

    private static void Write(ExecutionResult result, IReadOnlyList<HistoryEvent> history, bool json)
    {
        var status = TestCaseRunner.FormatStatus(result.Status);
        if (json)
        {
            var report = new JsonObject
            {
                ["status"] = status,
                ["output"] = result.Output?.DeepClone(),
                ["error"] = result.Error,
                ["cause"] = result.Cause,
                ["events"] = new JsonArray([.. history.Select(@event => @event.ToAwsJson())]),
            };
            Console.WriteLine(report.ToJsonString(Display.IndentedJson));
            return;
        }

        var console = TerminalConsole.Create();
        console.MarkupLine($"[{Display.GetColour(status.ToLowerInvariant())}]{status}[/]");
        // Not through the console, which would wrap long lines.
        if (result.Status == ExecutionStatus.Succeeded)
        {
            Console.WriteLine(result.Output?.ToJsonString(Display.IndentedJson) ?? "null");
        }
        else
        {
            Console.WriteLine($"error: {result.Error}");
            Console.WriteLine($"cause: {result.Cause}");
        }

        HistoryReport.Write(console, history, history.Count > 0 ? history[0].Timestamp : default);
    }
}
