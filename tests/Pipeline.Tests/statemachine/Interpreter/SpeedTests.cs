using System.Diagnostics;
using Pipeline.Interpreter.Executions;
using Xunit.Abstractions;

namespace Pipeline.Tests.Interpreter;

public sealed class SpeedTests(ITestOutputHelper output)
{
    private const int Loops = 5_000;

    /// <summary>Logs the time of a transition. The time is not asserted, because machines differ.</summary>
    [Fact]
    public async Task TimeOfATransitionIsMeasured()
    {
        var trial = new Trial("""
            {"StartAt":"Count","States":{
              "Count":{"Type":"Pass","Parameters":{"n.$":"States.MathAdd($.n, 1)","name.$":"$.name"},"Next":"Enough"},
              "Enough":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericLessThan":5000,"Next":"Count"}],"Default":"Done"},
              "Done":{"Type":"Succeed"}}}
            """)
        { Limits = new ExecutionLimits { MaxHistoryEvents = int.MaxValue } };

        var clock = Stopwatch.StartNew();
        var result = await trial.RunAsync("""{"n":0,"name":"photo.jpg"}""");

        Assert.Equal(Loops, result.Output!["n"]!.GetValue<int>());
        output.WriteLine($"{clock.Elapsed.TotalMicroseconds / (2 * Loops):F1} µs a transition, history in memory");
    }
}
