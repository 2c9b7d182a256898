using System.CommandLine;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.TestCases;
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
        var type = new Option<string>("--type")
        {
            Description = "Type of the state machine. An Express workflow waits for no callback, no job and no activity.",
            HelpName = string.Join('|', WorkflowTypes),
            DefaultValueFactory = _ => WorkflowTypes[0],
        };
        type.AcceptOnlyFromAmong(WorkflowTypes);
        var command = new Command("validate", "Check a definition and print every error with its JSON path.") { Definition, type };
        command.SetAction(result =>
        {
            var file = result.GetRequiredValue(Definition);
            try
            {
                var definition = StateMachineDefinition.Parse(InputFile.ReadText(file), Enum.Parse<WorkflowType>(result.GetRequiredValue(type), ignoreCase: true));
                Console.WriteLine($"{file}: valid, {definition.StateNames.Count} state{(definition.StateNames.Count == 1 ? "" : "s")}");
                return ExitCodes.Success;
            }
            catch (InvalidDefinitionException exception)
            {
                foreach (var error in exception.Errors)
                {
                    Console.WriteLine($"{file}: {error.Path}: {error.Message}");
                }

                return ExitCodes.Failure;
            }
        });
        return command;
    }

    private static Command CreateRun()
    {
        var input = new Option<FileInfo>("--input") { Description = "Input of the execution (JSON).", HelpName = "FILE", Required = true };
        var responses = new Option<FileInfo?>("--answers")
        {
            Description = "Responses to Task states (JSON): {\"State\": [{\"output\": …}, {\"error\": …, \"cause\": …}]}. The last response of a state repeats.",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print the result and the history as one JSON object." };
        var command = new Command("run", "Run a definition with canned responses, in virtual time.") { Definition, input, responses, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var definitionFile = result.GetRequiredValue(Definition);
            var definition = InputFile.ReadJson(definitionFile);
            var tasks = result.GetValue(responses) is { } file ? InputFile.ReadResponses(file) : new Dictionary<string, IReadOnlyList<CannedResponse>>();
            try
            {
                var run = await TestCaseRunner.RunAsync(definition, InputFile.ReadJson(result.GetRequiredValue(input)), tasks, cancellationToken);
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

    private static Command CreateTest()
    {
        var cases = new Argument<FileInfo>("CASES") { Description = "Test cases (JSON): [{name, definition, input, tasks, expect, events}]." };
        var command = new Command("test", "Run a file of test cases in virtual time and print the differences.") { cases };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (passed, failed) = (0, 0);
            foreach (var @case in InputFile.ReadTestCases(result.GetRequiredValue(cases)))
            {
                var outcome = await TestCaseRunner.RunAsync(@case, cancellationToken);
                (passed, failed) = outcome.HasPassed ? (passed + 1, failed) : (passed, failed + 1);
                if (!outcome.HasPassed)
                {
                    Console.WriteLine($"FAILED {@case.Group}: {@case.Name}");
                    foreach (var difference in outcome.Differences)
                    {
                        Console.WriteLine($"  {difference}");
                    }
                }
            }

            Console.WriteLine($"{passed} passed, {failed} failed");
            return failed == 0 ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
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
