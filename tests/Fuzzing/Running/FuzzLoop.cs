using System.Diagnostics;
using Pipeline.Fuzzing.Mutation;
using Pipeline.Fuzzing.Targets;

namespace Pipeline.Fuzzing.Running;

/// <summary>The child process: runs the corpus, then mutations of whatever took a new branch.</summary>
internal static class FuzzLoop
{
    /// <summary>The input broke the target's contract. The parent prints what the child wrote to its error output.</summary>
    public const int ContractBroken = 10;

    private const int MaxPool = 4_000;

    public static async Task<int> RunAsync(Func<Target> create, string shared, int seed, TimeSpan time)
    {
        using var current = CurrentInput.Open(shared);
        var single = current.Read();
        // Before the target: instrumented code needs somewhere to write to.
        var coverage = new Coverage();
        await using var target = create();
        var (watch, random) = (Stopwatch.StartNew(), new Random(seed));
        var pool = new List<byte[]>();
        var corpus = single is null ? Corpus.Read(target.Corpus) : [single];
        foreach (var input in corpus)
        {
            if (!await TryRunAsync(target, current, coverage, input))
            {
                return ContractBroken;
            }

            coverage.End();
            pool.Add(input);
        }

        var mutator = new Mutator(random, target.Words);
        while (single is null && watch.Elapsed < time)
        {
            // Newer inputs reached something that older ones did not.
            var parent = pool[Math.Max(random.Next(pool.Count), random.Next(pool.Count))];
            var input = mutator.Mutate(parent, pool);
            if (!await TryRunAsync(target, current, coverage, input))
            {
                return ContractBroken;
            }

            if (coverage.End() && pool.Count < MaxPool)
            {
                pool.Add(input);
            }
        }

        Console.WriteLine($"{target.Name}: {current.Number} inputs, {coverage.Count} branches, {pool.Count - corpus.Count} inputs reached new ones");
        return 0;
    }

    private static async Task<bool> TryRunAsync(Target target, CurrentInput current, Coverage coverage, byte[] input)
    {
        current.Write(input);
        coverage.Begin();
        var before = GC.GetTotalAllocatedBytes();
        try
        {
            await target.RunAsync(input);
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync($"An exception outside the contract: {exception}");
            return false;
        }

        var allocated = GC.GetTotalAllocatedBytes() - before;
        if (allocated > target.Bounds.AllocatedBytes)
        {
            await Console.Error.WriteLineAsync($"The input allocated {allocated:N0} bytes; the bound is {target.Bounds.AllocatedBytes:N0}.");
            return false;
        }

        return true;
    }
}
