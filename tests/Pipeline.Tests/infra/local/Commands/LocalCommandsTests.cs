using System.CommandLine;
using Pipeline.Local.Commands;
using Pipeline.Terminal.Commands;
using Pipeline.Testing.Contracts;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

/// <summary>A wrong command line is one line that names what is wrong, for every command and option.</summary>
public sealed class LocalCommandsTests : CommandLineContract
{
    private protected override Examples Examples { get; } = LocalExamples.Create();

    private protected override RootCommand CreateRoot() => LocalCommands.Create();

    [Fact]
    public async Task HelpOfTheProgramSaysWhatNoCommandMeans()
    {
        using var program = new PipelineProgram();

        var run = await program.RunAsync("--help");

        run.AssertExit(0);
        Assert.Contains("No command means serve", run.Text, StringComparison.Ordinal);
        Assert.Contains("Examples:\n  dotnet run --project infra/local\n  dotnet run --project infra/local -- process photo.jpg\n", run.Text, StringComparison.Ordinal);
    }

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
}
