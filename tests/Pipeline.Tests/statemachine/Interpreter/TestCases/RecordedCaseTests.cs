using Pipeline.Interpreter.TestCases;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Interpreter.TestCases;

/// <summary>Runs recorded executions of AWS. The recordings are outside the repository.</summary>
public sealed class RecordedCaseTests
{
    private const string Folder = "asl-cases";
    private const string NoAnswers = "has no response";

    // Recordings that lack what decides them, and what the interpreter says of each.
    private static readonly Dictionary<string, string> Incomplete = new()
    {
        // The answers of the task are not part of the recording.
        ["distributed map/scenarios: test_map_state_nested_config_distributed_no_max_max_concurrency get_execution_history"] = NoAnswers,
        ["express/sync/express: test_catch start_execution_sync_response"] = NoAnswers,
        ["express/sync/express: test_retry start_execution_sync_response"] = NoAnswers,
        // A placeholder replaces the ARN, so that the activity looks like a function.
        ["activity/activities: test_activity_task_no_worker_name get_execution_history"] = "expected ActivityScheduled, got LambdaFunctionScheduled",
        ["activity/activities: test_activity_task_start_timeout get_execution_history"] = "expected ActivityScheduled, got LambdaFunctionScheduled",
    };

    private static readonly Lazy<IReadOnlyDictionary<string, TestCase>> Cases = new(() => Read("cases.json").Concat(Read("more.json")).ToDictionary());

    public static TheoryData<string> Names => Cases.Value.Count == 0 ? ["none"] : [.. Cases.Value.Keys.Except(Incomplete.Keys)];

    [MaterialTheory(Folder)]
    [MemberData(nameof(Names))]
    public async Task CaseEndsAsRecorded(string name)
    {
        var result = await TestCaseRunner.RunAsync(Cases.Value[name], CancellationToken.None);

        Assert.True(result.HasPassed, $"{name}\n{string.Join('\n', result.Differences)}");
    }

    [MaterialFact(Folder)]
    public async Task IncompleteRecordingIsNotTakenForARight()
    {
        foreach (var (name, difference) in Incomplete)
        {
            var result = await TestCaseRunner.RunAsync(Cases.Value[name], CancellationToken.None);

            Assert.Contains(difference, string.Join('\n', result.Differences), StringComparison.Ordinal);
        }
    }

    /// <summary>The cases of a file by group and name; those of the same name are numbered.</summary>
    private static IEnumerable<KeyValuePair<string, TestCase>> Read(string file)
    {
        if (Repository.Material is not { } material || !File.Exists(Path.Combine(material, Folder, file)))
        {
            return [];
        }

        return TestCaseFile.Read(File.ReadAllText(Path.Combine(material, Folder, file)))
            .GroupBy(testCase => $"{testCase.Group}: {testCase.Name}")
            .SelectMany(group => group.Select((testCase, index) => KeyValuePair.Create(index == 0 ? group.Key : $"{group.Key} ({index + 1})", testCase)));
    }
}
