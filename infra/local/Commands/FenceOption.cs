using System.CommandLine;
using System.Reflection;
using Pipeline.Host.Engine.Fence;
using Pipeline.Host.Engine.Memory;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary>The options <c>--fence</c> and <c>--fence-processes</c>: image libraries in processes of their own.</summary>
internal sealed class FenceOption
{
    private const int MaxProcesses = 64;

    private readonly Option<bool> _option = new("--fence")
    {
        Description = "Run the image libraries in processes of their own: a file that crashes one fails by itself, and the program goes on. Takes about 100 MB of memory for each process.",
    };

    private readonly Option<int?> _processes = new("--fence-processes")
    {
        Description = "Number of those processes, each for one image at a time; implies --fence. Default: one more than the cores, or as many as fit into --memory.",
        HelpName = "N",
    };

    public FenceOption() => _processes.RequireRange(1, MaxProcesses);

    public void AddTo(Command command)
    {
        command.Options.Add(_option);
        command.Options.Add(_processes);
    }

    /// <returns>Null if there is no fence.</returns>
    public FenceRequest? Read(ParseResult result) =>
        result.GetValue(_option) || result.GetValue(_processes) is not null ? new(result.GetValue(_processes)) : null;
}

/// <param name="Processes">Number of processes; null for the default.</param>
internal sealed record FenceRequest(int? Processes)
{
    /// <summary>Chooses the number of processes, and the command that runs one: this program.</summary>
    /// <exception cref="UsageException">The memory is too small.</exception>
    public FenceOptions CreateOptions(MemoryBound memory)
    {
        const int megabyte = 1024 * 1024;
        var processes = Processes ?? Math.Clamp(memory.MaxFencedProcesses, 1, Environment.ProcessorCount + 1);
        if (processes > memory.MaxFencedProcesses)
        {
            var needed = (MemoryBound.MinBytes + processes * FenceOptions.ProcessBytes + megabyte - 1) / megabyte;
            throw new UsageException(
                $"--fence with {processes} {(processes == 1 ? "process" : "processes")} needs {needed} MB of memory, and there are {memory.Bytes / megabyte}. "
                + (processes == 1 ? "Give it more with --memory, or leave --fence out." : "Give it more with --memory, or choose fewer with --fence-processes."));
        }

        var program = Environment.ProcessPath!;
        // Without an executable of its own, the program is an argument of 'dotnet'.
        string[] library = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Assembly.GetEntryAssembly()!.Location] : [];
        return new(program, [.. library, FencedCommand.Name], processes);
    }
}
