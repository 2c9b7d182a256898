using System.CommandLine;
using Pipeline.Benchmarks.Ours;

namespace Pipeline.Benchmarks.Commands;

/// <summary>Runs the pipeline as a contender. <c>compare</c> starts it.</summary>
internal static class PeerCommand
{
    public static Command Create()
    {
        var command = new Command("peer", "Answer measuring requests, one line of JSON each. Started by compare.") { Hidden = true };
        command.SetAction(async (_, _) =>
        {
            await OurPeer.RunAsync(Console.In, Console.Out);
            return 0;
        });
        return command;
    }
}
