using Pipeline.Interpreter.TestCases;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Interpreter.TestCases;

/// <summary>Runs recorded executions of AWS. The recordings are outside the repository.</summary>
public sealed class RecordedCaseTests
{
    private const string File = "asl-cases/cases.json";
    private static readonly Lazy<IReadOnlyList<TestCase>> Cases = new(() => Repository.Material is { } folder
        && System.IO.File.Exists(Path.Combine(folder, File))
            ? TestCaseFile.Read(System.IO.File.ReadAllText(Path.Combine(folder, File)))
            : []);

    public static TheoryData<int, string> Names
    {
        get
        {
            var names = new TheoryData<int, string>();
            for (var i = 0; i < Cases.Value.Count; i++)
            {
                names.Add(i, $"{Cases.Value[i].Group}: {Cases.Value[i].Name}");
            }

            if (Cases.Value.Count == 0)
            {
                names.Add(-1, "none");
            }

            return names;
        }
    }

    [MaterialTheory(File)]
    [MemberData(nameof(Names))]
    public async Task CaseEndsAsRecorded(int index, string name)
    {
        var result = await TestCaseRunner.RunAsync(Cases.Value[index], CancellationToken.None);

        Assert.True(result.HasPassed, $"{name}\n{string.Join('\n', result.Differences)}");
    }
}
