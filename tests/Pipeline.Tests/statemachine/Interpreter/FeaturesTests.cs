using System.Reflection;
using System.Text.RegularExpressions;
using Pipeline.Interpreter.Choices;
using Pipeline.Interpreter.Intrinsics;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Interpreter;

public sealed partial class FeaturesTests
{
    private static readonly string[] Rows = [.. File.ReadLines(Repository.PathOf("FEATURES.md")).Where(line => line.StartsWith('|'))];

    [Fact]
    public void EveryTickNamesATestThatExists()
    {
        var tests = typeof(FeaturesTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(method => method.GetCustomAttributes<FactAttribute>().Any())
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
            .ToHashSet();
        var ticked = Rows.Where(row => row.Contains('✓', StringComparison.Ordinal)).ToArray();

        Assert.True(ticked.Length > 40, $"only {ticked.Length} features are ticked");
        Assert.All(ticked, row =>
        {
            var named = TestName().Matches(row).Select(match => match.Groups[1].Value).ToArray();
            Assert.True(named.Length > 0, $"names no test: {row}");
            Assert.All(named, test => Assert.True(tests.Contains(test), $"{test} does not exist: {row}"));
        });
    }

    [Fact]
    public void EveryIntrinsicFunctionAndOperatorHasItsRow()
    {
        var text = string.Join('\n', Rows);

        Assert.All(IntrinsicFunction.Names, name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
        Assert.All(ChoiceOperator.Names, name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"`([A-Z]\w+Tests\.\w+)`")]
    private static partial Regex TestName();
}
