using System.Runtime.InteropServices;
using System.Text.Json;
using Pipeline.EventPatterns;

namespace Pipeline.Fuzzing.Targets;

/// <summary>A target with a fault behind a pattern that must be found first: event, pattern and their match.</summary>
/// <param name="name">Name of the target.</param>
/// <param name="fault">The fault.</param>
internal sealed class PlantedTarget(string name, Action fault) : Target
{
    public override string Name => name;

    public override string Corpus => "patterns";

    public override IReadOnlyList<string> Words => PatternTarget.Language;

    public override Task RunAsync(byte[] input)
    {
        // Only mutations get here: no pattern of the corpus has a prefix and a wildcard that ends in a digit.
        var text = System.Text.Encoding.UTF8.GetString(input);
        if (text.Contains("prefix", StringComparison.Ordinal) && text.Contains("65535", StringComparison.Ordinal))
        {
            fault();
        }

        try
        {
            _ = EventPattern.Parse(text.Split('\0')[0]);
        }
        catch (Exception exception) when (exception is InvalidEventPatternException or JsonException)
        {
            // As the contract says.
        }

        return Task.CompletedTask;
    }

    public static void Loop()
    {
        while (true)
        {
            Thread.SpinWait(1_000);
        }
    }

    public static void Allocate()
    {
        for (var count = 0; count < 2_000; count++)
        {
            _ = new byte[1_000_000];
        }
    }

    public static unsafe void AllocateNative()
    {
        for (var count = 0; count < 20; count++)
        {
            NativeMemory.Fill(NativeMemory.Alloc(100_000_000), 100_000_000, 1);
        }

        Thread.Sleep(Timeout.Infinite);
    }
}
