using System.CommandLine;
using Pipeline.Host.Engine.Memory;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary>The option <c>--memory</c>: one bound for the memory of the process.</summary>
internal sealed class MemoryOption
{
    private const int Megabyte = 1024 * 1024;

    private readonly Option<int?> _option = new("--memory")
    {
        Description = "Memory that the program may use. Images wait until there is room; one that needs more is rejected. Default: the container's limit, or else the machine's memory.",
        HelpName = "MB",
    };

    public MemoryOption() => _option.RequireRange(MemoryBound.MinBytes / Megabyte, 1_000_000);

    public void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>Reads the option. A bound that is given also limits the garbage collector, which otherwise goes by the machine.</summary>
    public MemoryBound Read(ParseResult result)
    {
        if (result.GetValue(_option) is not { } megabytes)
        {
            return MemoryBound.Default;
        }

        var bound = new MemoryBound((long)megabytes * Megabyte);
        AppContext.SetData("GCHeapHardLimit", (ulong)bound.Bytes);
        GC.RefreshMemoryLimit();
        return bound;
    }
}
