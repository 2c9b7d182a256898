using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Core.Photos;
using Pipeline.Terminal.Reports;
using Spectre.Console;

namespace Pipeline.Tests.Terminal.Reports;

/// <summary>Keys, captions and messages are of other people, and a terminal obeys what they contain.</summary>
public sealed class TerminalTextTests
{
    private const string Hostile = "a\u001b[2J\u009b1m\r\n\u202egpj.[red]x[/]";

    [Theory]
    [InlineData("Zürich 👩‍👩‍👧 [a] \\u001b", "Zürich 👩‍👩‍👧 [a] \\u001b")]
    [InlineData(Hostile, @"a\u001b[2J\u009b1m\u000d\u000a\u202egpj.[red]x[/]")]
    [InlineData("\0\t\u007f\u2028\u2029\u2066\u2069", @"\u0000\u0009\u007f\u2028\u2029\u2066\u2069")]
    public void CharactersThatATerminalObeysAreWrittenAsTheirNumbers(string text, string written) => Assert.Equal(written, TerminalText.Escape(text));

    [Fact]
    public void MessageOfSeveralLinesIsOne() => Assert.Equal(@"a b\u001bc", TerminalText.EscapeMessage("a\r\nb\u001bc"));

    [Fact]
    public void MarkupInTextIsText() => Assert.Equal("[[red]]x[[/]]", TerminalText.ToMarkup("[red]x[/]"));

    [Fact]
    public void ReportOfAnOutcomePassesOnNothingThatATerminalObeys()
    {
        var outcome = new ImageOutcome($"uploads/{Hostile}", ImageOutcome.Rejected, new("code", Hostile), "execution", TimeSpan.FromSeconds(1), null);

        AssertPlain(Print(console => OutcomeReport.Write(console, outcome, key => key)));
        AssertPlain(OutcomeReport.FormatLine(outcome));
        AssertPlain(OutcomeReport.FormatLine(outcome with { Reason = null }));
    }

    [Fact]
    public void ReportOfAPhotoPassesOnNothingThatATerminalObeys()
    {
        var photo = new PhotoMetadata(Title: Hostile, Make: Hostile, Keywords: [Hostile]);
        var user = new UserMetadata(new Dictionary<string, string> { ["a"] = Hostile }, null);

        AssertPlain(Print(console => PhotoReport.Write(console, photo, user)));
    }

    private static string Print(Action<IAnsiConsole> write)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 240;
        write(console);
        return text.ToString();
    }

    private static void AssertPlain(string text)
    {
        Assert.Contains(@"\u001b[2J\u009b1m", text, StringComparison.Ordinal);
        Assert.Contains("[red]x[/]", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text.ReplaceLineEndings("").ToCharArray(), character => char.IsControl(character) || character == '\u202e');
    }
}
