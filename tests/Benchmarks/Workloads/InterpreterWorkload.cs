using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Measuring;
using Pipeline.Benchmarks.Reporting;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>6. The cost of the interpreter, measured with handlers that do nothing.</summary>
internal static class InterpreterWorkload
{
    public static Workload Run(BenchmarkContext bench)
    {
        bench.Log("6. interpreter");
        using var ours = bench.Installation.StartPipeline();
        const int rounds = 7;
        var memory = Repeat(rounds, () => ours.Send(new("interpreter", [], [])));
        var durable = Repeat(rounds, () => RunDurable(ours));
        var (transition, transitions) = (memory["microsecondsATransition"], durable["transitionsASecond"]);
        return new(
            6,
            "Interpreter",
            $"Task states whose handler does nothing, with input and output as JSON; medians of {rounds} runs. In memory: executions of 50 states, one after the other, without a stored history. "
                + "Durable: executions of 10 states, 16 at a time, with start, history and end in the store; start and end are synced.",
            [
                new(
                    "a transition, in memory",
                    [new("time", transition, Unit.Microseconds), new("allocated", memory["bytesATransition"], Unit.Bytes)],
                    [new("a transition", 20, transition, Unit.Microseconds)]),
                new(
                    "with durable history",
                    [new("executions", durable["executionsASecond"], Unit.PerSecond), new("transitions", transitions, Unit.PerSecond)],
                    [new("durable transitions", 2000, transitions, Unit.PerSecond, IsLeast: true)]),
            ])
        {
            Notes = ["A transition is a whole Task state: input filters, five history events, a call through JSON, result filters. Nothing is decoded, so there is no floor."],
        };
    }

    private static PeerResponse RunDurable(PeerProcess ours)
    {
        var folder = BenchmarkContext.CreateTemporaryFolder();
        try
        {
            return ours.Send(new("durable", [], [], folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The median of each number.</summary>
    private static Dictionary<string, double> Repeat(int rounds, Func<PeerResponse> run)
    {
        var replies = Enumerable.Range(0, rounds).Select(_ => run().Numbers!).ToArray();
        return replies[0].Keys.ToDictionary(name => name, name => Statistics.Median([.. replies.Select(reply => reply[name])]));
    }
}
