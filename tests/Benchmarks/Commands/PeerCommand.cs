using System.CommandLine;
using Pipeline.Benchmarks.Ours;

namespace Pipeline.Benchmarks.Commands;

/// <summary>The pipeline as a contender; <c>compare</c> starts it.</summary>
internal static class PeerCommand
{
    public static Command Create()
    {
        var command = new Command("peer", "Answers measuring requests, a line of JSON each. Started by compare.") { Hidden = true };
        command.SetAction(async (_, _) =>
        {
            await OurPeer.RunAsync(Console.In, Console.Out);
            return 0;
        });
        return command;
    }
}
