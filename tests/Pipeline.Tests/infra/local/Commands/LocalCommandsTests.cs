using System.CommandLine;
using Pipeline.Local.Commands;
using Pipeline.Terminal.Commands;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary>A wrong command line is one line that names what is wrong, for every command and option.</summary>
public sealed class LocalCommandsTests
{
    /// <summary>Options that take any text. The commands themselves check what it names.</summary>
    private static readonly string[] FreeText = ["--image", "--camera", "--keyword", "--access-key", "--secret-key", "--input", "--mocks", "--search", "--outcome", "--prefix", "--text"];

    public static TheoryData<string, string> Options
    {
        get
        {
            var found = new TheoryData<string, string>();
            foreach (var (path, command) in AllCommands(LocalCommands.Create(), ""))
            {
                foreach (var option in command.Options.Where(option => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0 && !FreeText.Contains(option.Name)))
                {
                    found.Add(path, option.Name);
                }
            }

            return found;
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void BadValueOfAnOptionIsOneLineWithoutNamesOfTypes(string command, string option)
    {
        var root = LocalCommands.Create();
        var type = AllCommands(root, "").Single(found => found.Path == command).Command.Options.Single(found => found.Name == option).ValueType;
        var isPath = typeof(FileSystemInfo).IsAssignableFrom(type);
        // What else the command needs is not the subject here.
        string[] line = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. isPath ? (string[])[option, ""] : [$"{option}=?!"]];

        var errors = UsageErrors.Describe(root.Parse(line)).Where(error => !error.StartsWith("Required argument missing for command", StringComparison.Ordinal) && !error.EndsWith("is required.", StringComparison.Ordinal));

        var error = Assert.Single(errors);
        Assert.Matches($"^{option} is ({(isPath ? "''" : "'\\?!'|\\?!")}); it must be ", error);
        Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("of another form", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void EveryCommandHasOptionsThatAreChecked() =>
        Assert.Superset(
            new HashSet<string> { "serve", "process", "executions list", "images list", "metadata", "repair" },
            AllCommands(LocalCommands.Create(), "").Where(found => found.Command.Options.Any(option => !FreeText.Contains(option.Name))).Select(found => found.Path).ToHashSet());

    [Theory]
    [InlineData("bogus", "'bogus' is not a command of 'pipeline'.")]
    [InlineData("bogus --port 1", "'bogus' is not a command of 'pipeline'.")]
    [InlineData("--bogus", "'--bogus' is not an option of 'pipeline'.")]
    [InlineData("executions bogus", "'bogus' is not a command of 'executions'.")]
    [InlineData("asl bogus", "'bogus' is not a command of 'asl'.")]
    [InlineData("images", "'images' needs a command: ")]
    [InlineData("serve bogus", "'serve' does not take 'bogus'.")]
    [InlineData("serve --port 99999999999", "--port is '99999999999'; it must be a whole number from -2147483648 to 2147483647.")]
    [InlineData("serve --max-bytes 99999999999999999999", "--max-bytes is '99999999999999999999'; it must be a whole number from")]
    public async Task UnknownOrMissingWordIsOneLine(string line, string expected)
    {
        using var program = new PipelineProgram();

        var run = await program.RunAsync(line.Split(' '));

        run.AssertExit(ExitCodes.Usage);
        var lines = run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(expected, lines[0], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("See pipeline", lines[1], StringComparison.Ordinal);
    }

    private static IEnumerable<(string Path, Command Command)> AllCommands(Command command, string path) => command.Subcommands
        .SelectMany(child => AllCommands(child, $"{path} {child.Name}".Trim()))
        .Prepend((path, command));
}
