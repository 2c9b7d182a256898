using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Host.Console.Contracts;
using Pipeline.Interpreter.History;
using Pipeline.Testing.Environments;
using Pipeline.Tests.Interpreter;

namespace Pipeline.Tests.Host.Console.Contracts;

public sealed class TraceResponseTests
{
    private static readonly JsonTypeInfo<TraceResponse> Indented =
        new ConsoleJson(new JsonSerializerOptions(ConsoleJson.Default.Options) { WriteIndented = true }).TraceResponse;

    /// <summary>The tests of the page draw these snapshots.</summary>
    [Theory]
    [InlineData("accepted", int.MaxValue, "accepted")]
    [InlineData("accepted", 40, "accepted-under-way")]
    [InlineData("corrupt-image", int.MaxValue, "corrupt-image")]
    [InlineData("parallel-and-maps", int.MaxValue, "parallel-and-maps")]
    public void TraceResponseMatchesTheSamplesOfThePage(string history, int events, string sample)
    {
        var trace = ExecutionTrace.FromHistory(RecordedHistory.Read(history).Take(events));

        Snapshot.Match(JsonSerializer.Serialize(TraceResponse.From(trace), Indented), Path.Combine("infra", "host", "Console", "web", "test", "traces", sample + ".json"));
    }
}
