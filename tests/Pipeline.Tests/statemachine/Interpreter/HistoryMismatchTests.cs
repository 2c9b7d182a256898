using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;

namespace Pipeline.Tests.Interpreter;

public sealed class HistoryMismatchTests
{
    private const string Recorded = """
        {"StartAt":"A","States":{
          "A":{"Type":"Task","Resource":"a","Next":"M"},
          "M":{"Type":"Map","ItemsPath":"$","Next":"Z","ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"t","End":true}}}},
          "Z":{"Type":"Pass","Parameters":{"x.$":"$.absent"},"End":true}}}
        """;

    /// <summary>Changes to the definition since the history was recorded.</summary>
    public static TheoryData<string, string, string> Changes { get; } = new()
    {
        { "A renamed", Recorded.Replace("\"A\"", "\"B\"", StringComparison.Ordinal), "event 2, TaskStateEntered of A" },
        { "T of another type", Recorded.Replace("{\"Type\":\"Task\",\"Resource\":\"t\",", "{\"Type\":\"Pass\",", StringComparison.Ordinal), "TaskStateEntered of T" },
        {
            "T moved out of its Map",
            """
            {"StartAt":"A","States":{
              "A":{"Type":"Task","Resource":"a","Next":"T"},
              "T":{"Type":"Task","Resource":"t","Next":"M"},
              "M":{"Type":"Map","ItemsPath":"$","Next":"Z","ItemProcessor":{"StartAt":"U","States":{"U":{"Type":"Task","Resource":"t","End":true}}}},
              "Z":{"Type":"Pass","End":true}}}
            """,
            "MapStateSucceeded, has no place"
        },
        {
            "M is no longer a Map",
            """
            {"StartAt":"A","States":{
              "A":{"Type":"Task","Resource":"a","Next":"M"},
              "M":{"Type":"Pass","Next":"Z"},
              "Z":{"Type":"Pass","End":true}}}
            """,
            "MapStateEntered of M"
        },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task HistoryOfAChangedDefinitionIsRefusedBeforeAnythingIsWritten(string change, string definition, string found)
    {
        var recorded = NewTrial(Recorded);
        Assert.Equal(ExecutionStatus.Failed, (await recorded.RunAsync()).Status);
        var changed = NewTrial(definition);

        var refused = Assert.Throws<HistoryMismatchException>(() => changed.CreateMachine().EnsureHistoryFits(recorded.History));

        Assert.True(refused.Message.Contains(found, StringComparison.Ordinal), $"{change}: {refused.Message}");
        await Assert.ThrowsAsync<HistoryMismatchException>(() => changed.RedriveAsync(recorded.History));
        Assert.Empty(changed.History);
    }

    [Fact]
    public async Task HistoryThatFitsAChangedDefinitionCanBeRedriven()
    {
        var recorded = NewTrial(Recorded);
        await recorded.RunAsync();
        var corrected = NewTrial(Recorded.Replace("$.absent", "$[0]", StringComparison.Ordinal));

        corrected.CreateMachine().EnsureHistoryFits(recorded.History);

        Assert.Equal(ExecutionStatus.Succeeded, (await corrected.RedriveAsync(recorded.History)).Status);
    }

    [Fact]
    public async Task MissingNextStateIsRefused()
    {
        const string choosing = """
            {"StartAt":"C","States":{
              "C":{"Type":"Choice","Choices":[{"Variable":"$","IsPresent":true,"Next":"X"}]},
              "X":{"Type":"Pass","InputPath":"$.absent","End":true}}}
            """;
        var recorded = NewTrial(choosing);
        await recorded.RunAsync();

        var changed = NewTrial(choosing.Replace("\"X\"", "\"Y\"", StringComparison.Ordinal));

        // The history ends between the two states.
        Assert.Throws<HistoryMismatchException>(() => changed.CreateMachine().EnsureHistoryFits([.. recorded.History.Take(3)]));
    }

    private static Trial NewTrial(string definition) => new Trial(definition)
        .On("A", _ => new System.Text.Json.Nodes.JsonArray(1, 2))
        .On("T", call => call.Input);
}
