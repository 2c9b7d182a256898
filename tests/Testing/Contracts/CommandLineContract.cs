using System.CommandLine;
using System.CommandLine.Parsing;
using Pipeline.Terminal.Commands;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Testing.Contracts;

/// <summary>What holds for every command and option of a program: errors of one line, and help that people can use.</summary>
public abstract class CommandLineContract
{
    /// <summary>Options and arguments that take any text. The commands themselves check what it names.</summary>
    private static readonly string[] FreeText =
    [
        "--image", "--camera", "--keyword", "--access-key", "--secret-key", "--input", "--mocks", "--search", "--outcome", "--prefix", "--after", "--stack", "--key",
        "--taken-after", "--taken-before", "--text", "--state", "--alt",
    ];

    private protected abstract Examples Examples { get; }

    private protected abstract RootCommand CreateRoot();

    [Fact]
    public void BadValueOfAnyOptionIsOneLineWithoutNamesOfTypes()
    {
        var problems = new List<string>();
        var count = 0;
        foreach (var (path, command) in FindCommands())
        {
            foreach (var option in command.Options.Where(option => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0 && !FreeText.Contains(option.Name)))
            {
                var isPath = typeof(FileSystemInfo).IsAssignableFrom(option.ValueType);
                foreach (var value in isPath ? [""] : (string[])["?!", ""])
                {
                    count++;
                    var errors = Describe([.. Split(path), option.Name, value]);
                    if (errors is not [var error] || !(error.StartsWith($"{option.Name} is '{value}'; it must be ", StringComparison.Ordinal)
                        || (value.Length > 0 && error.StartsWith($"{option.Name} is {value}; it must be ", StringComparison.Ordinal))) || NamesType(error))
                    {
                        problems.Add($"{path} {option.Name} '{value}': {string.Join(" | ", errors)}");
                    }
                }
            }
        }

        Assert.Empty(problems);
        Assert.True(count > 20, $"Only {count} values were tried.");
    }

    [Fact]
    public void OptionWithoutItsValueIsOneLine()
    {
        var problems = new List<string>();
        foreach (var (path, command) in FindCommands())
        {
            foreach (var option in command.Options.Where(option => option.Arity.MinimumNumberOfValues > 0))
            {
                var errors = Describe([.. Split(path), option.Name]);
                if (errors is not [var error] || !error.Contains(option.Name, StringComparison.Ordinal) || NamesType(error))
                {
                    problems.Add($"{path} {option.Name}: {string.Join(" | ", errors)}");
                }
            }
        }

        Assert.Empty(problems);
    }

    [Fact]
    public void EmptyArgumentIsOneLine()
    {
        var arguments = FindCommands().SelectMany(found => found.Command.Arguments.Select(argument => (found.Path, argument.Name))).ToArray();

        Assert.NotEmpty(arguments);
        Assert.All(arguments, argument => Assert.Equal([$"{argument.Name} is ''; it must not be empty."], Describe([.. Split(argument.Path), ""])));
    }

    [Fact]
    public void HelpOfEveryCommandSaysWhatItDoesAndHasAnExampleAndNamesNoType()
    {
        var problems = new List<string>();
        foreach (var (path, command) in FindCommands())
        {
            var help = HelpText.Write(CreateRoot().Parse([.. Split(path), "--help"]), Examples);
            if (command.Description is not { Length: > 0 } description || !description.EndsWith('.') || !help.Contains(description, StringComparison.Ordinal))
            {
                problems.Add($"{path}: the help has no sentence that says what it does");
            }

            var examples = help.Split("Examples:\n") is [_, var listed] ? listed.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
            if (examples.Length == 0 || !examples.All(example => example.StartsWith($"  {Examples.Program.TrimEnd('-', ' ')}", StringComparison.Ordinal)))
            {
                problems.Add($"{path}: the help has no example; see {Examples.GetType().Name}");
            }

            problems.AddRange(help.Split('\n').Where(NamesType).Select(line => $"{path}: {line.Trim()}"));
            problems.AddRange(command.Options.Where(option => string.IsNullOrWhiteSpace(option.Description)).Select(option => $"{path}: {option.Name} is not described"));
        }

        Assert.Empty(problems);
    }

    [Fact]
    public void EveryExampleIsAValidLineOfItsCommand()
    {
        var paths = FindCommands().Select(found => found.Path).ToHashSet();
        foreach (var (path, lines) in Examples.Lines)
        {
            Assert.Contains(path, paths);
            Assert.NotEmpty(lines);
            foreach (var line in lines.Where(line => line.Length > 0))
            {
                Assert.StartsWith(path, line, StringComparison.Ordinal);
                string[] words = [.. CommandLineParser.SplitCommandLine(line)];
                Assert.Empty(Describe(words));
                Assert.All(
                    words.Where(word => word.StartsWith("statemachine/", StringComparison.Ordinal)), file => Assert.True(File.Exists(Repository.PathOf(file)), file));
            }
        }
    }

    [Fact]
    public void EveryLineInTheDocumentationIsValid()
    {
        var lines = DocumentedLines.Find(Examples.Program);

        Assert.NotEmpty(lines);
        Assert.Empty(lines.SelectMany(line => Describe([.. CommandLineParser.SplitCommandLine(line.Arguments).Select(FillIn)]).Select(error => $"{line.Place}: {error}")));

        // The words that readers replace with their own.
        static string FillIn(string word) => word switch
        {
            "N" => "1",
            "photo.jpg" => Repository.PathOf("statemachine", "samples", "photo.jpg"),
            _ => word,
        };
    }

    private static string[] Split(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Errors, without those on what else the command needs.</summary>
    private string[] Describe(string[] line) =>
    [
        .. UsageErrors.Describe(CreateRoot().Parse(line)).Where(error =>
            !error.StartsWith("Required argument missing for command", StringComparison.Ordinal) && !error.EndsWith("is required.", StringComparison.Ordinal)),
    ];

    private static bool NamesType(string text) =>
        text.Contains("System.", StringComparison.Ordinal) || text.Contains("Pipeline.", StringComparison.Ordinal) || text.Contains("{ ", StringComparison.Ordinal)
        || text.Contains('`') && text.Contains('[') || text.Contains("of another form", StringComparison.Ordinal);

    private IEnumerable<(string Path, Command Command)> FindCommands() => FindCommands(CreateRoot(), "");

    private static IEnumerable<(string Path, Command Command)> FindCommands(Command command, string path) => command.Subcommands
        .Where(child => !child.Hidden)
        .SelectMany(child => FindCommands(child, $"{path} {child.Name}".Trim()))
        .Prepend((path, command));
}
