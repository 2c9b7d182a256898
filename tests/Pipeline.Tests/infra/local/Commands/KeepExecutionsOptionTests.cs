using Pipeline.Host.Store.Records;
using Pipeline.Local.Commands;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Commands;

public sealed class KeepExecutionsOptionTests
{
    [Theory]
    [InlineData("30d", 30, null)]
    [InlineData("10000", 90, 10000L)]
    [InlineData("30d,10000", 30, 10000L)]
    [InlineData("5,1d", 1, 5L)]
    public void AgeAndNumberAreRead(string text, int days, long? count) =>
        Assert.Equal(new ExecutionRetention(TimeSpan.FromDays(days), count), KeepExecutionsOption.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0d")]
    [InlineData("-5")]
    [InlineData("36501d")]
    [InlineData("5,6")]
    [InlineData("5d,6d")]
    [InlineData("5d,")]
    [InlineData("99999999999999999999")]
    public void OtherTextsAreRefused(string text) => Assert.Null(KeepExecutionsOption.TryParse(text));

    [Fact]
    public async Task ProcessRemovesWhatIsNotKept()
    {
        using var program = new PipelineProgram();
        program.Write("a.jpg", SyntheticImages.Jpeg(40, 30));
        await program.RunAsync("process", "a.jpg");
        await program.RunAsync("process", "a.jpg");

        (await program.RunAsync("process", "a.jpg", "--keep-executions", "1")).AssertExit(0);

        Assert.Equal(2, (await program.RunAsync("executions", "list", "--json")).Objects.Count);
        (await program.RunAsync("process", "--keep-executions", "5x")).AssertUsageError("--keep-executions is '5x'");
    }
}
