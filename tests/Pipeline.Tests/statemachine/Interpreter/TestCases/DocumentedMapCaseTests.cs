using Pipeline.Interpreter.TestCases;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Interpreter.TestCases;

/// <summary>Runs the cases of distributed Maps that were written from AWS's documentation. Nobody has recorded them in AWS.</summary>
public sealed class DocumentedMapCaseTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, TestCase>> Cases = new(() => TestCaseFile
        .Read(File.ReadAllText(Repository.PathOf("statemachine", "samples", "asl", "distributed-map.cases.json")))
        .ToDictionary(testCase => $"{testCase.Group}: {testCase.Name}"));

    public static TheoryData<string> Names => [.. Cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task CaseEndsAsDocumented(string name)
    {
        var result = await TestCaseRunner.RunAsync(Cases.Value[name], CancellationToken.None);

        Assert.True(result.HasPassed, $"{name}\n{string.Join('\n', result.Differences)}");
        Assert.Contains("not recorded", result.Case.Group, StringComparison.Ordinal);
    }
}
