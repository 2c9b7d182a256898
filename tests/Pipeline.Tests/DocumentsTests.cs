using System.Text.RegularExpressions;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests;

/// <summary>What documents claim to be tested is tested.</summary>
public sealed partial class DocumentsTests
{
    private static readonly string[] Sources =
        [.. Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("node_modules", StringComparison.Ordinal)).Select(File.ReadAllText)];

    [Theory]
    [InlineData("SECURITY.md", 20)]
    [InlineData("tests/RELIABILITY.md", 6)]
    public void EveryTestThatADocumentNamesExists(string document, int min)
    {
        var text = File.ReadAllText(Repository.PathOf(document));
        var named = TestName().Matches(text).Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)).Distinct().ToList();

        Assert.True(named.Count >= min, $"{document} names only {named.Count} tests.");
        Assert.All(named, test => Assert.True(
            Sources.Any(source => source.Contains($"class {test.Class}", StringComparison.Ordinal) && (test.Method.Length == 0 || source.Contains($" {test.Method}(", StringComparison.Ordinal))),
            $"{test.Class}.{test.Method} does not exist."));
    }

    [Fact]
    public void EveryThreatNamesATest()
    {
        var threats = File.ReadAllLines(Repository.PathOf("SECURITY.md")).SkipWhile(line => line != "## Threats").Where(line => line.StartsWith('|')).Skip(2).ToList();

        Assert.True(threats.Count > 10);
        Assert.All(threats, threat => Assert.Matches(TestName(), threat));
    }

    [Fact]
    public void EveryLineOfReliabilityHasItsCommand()
    {
        var lines = File.ReadAllLines(Repository.PathOf("tests", "RELIABILITY.md")).Where(line => line.StartsWith('|')).Skip(2).ToList();

        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            var cells = line.Trim('|').Split('|');
            Assert.Equal(5, cells.Length);
            Assert.Matches("`.*dotnet (test|run) .*`|^ the same $", cells[4]);
        });
    }

    [GeneratedRegex(@"[`~](?<class>[A-Z]\w+(?:Tests|Contract))(?:\.(?<method>[A-Z]\w+))?`")]
    private static partial Regex TestName();
}
