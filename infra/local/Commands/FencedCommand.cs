using System.CommandLine;
using Pipeline.Codecs;
using Pipeline.Host.Engine.Fence;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary><c>fenced-codec</c>: runs the image libraries for a host with <c>--fence</c>, which starts it. Nobody else calls it, so no help lists it.</summary>
internal static class FencedCommand
{
    public const string Name = "fenced-codec";

    public static Command Create()
    {
        var command = new Command(Name, "Run the image libraries for a host with --fence, which starts this by itself.") { Hidden = true };
        command.SetAction(_ =>
        {
            if (!Console.IsInputRedirected)
            {
                throw new UsageException($"{Name} talks to the host that started it. Run 'serve --fence' or 'process --fence' instead.");
            }

            FencedProgram.Run(ImageCodecs.CreateForBuild());
            return ExitCodes.Success;
        });
        return command;
    }
}
