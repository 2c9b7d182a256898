using Pipeline.Core.Executions;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Local.Commands;

/// <summary>Says on standard error that the disk of a data folder is full, and what waits for room.</summary>
internal static class DiskNotice
{
    public static async Task WriteAsync(LocalStore store, CancellationToken cancellationToken)
    {
        if (!(DiskSpace.GetFree(store.Folder) < DiskSpace.MinFreeBytes))
        {
            return;
        }

        var running = (await store.Executions.CountByStatusAsync(cancellationToken))[RecordedStatus.Running];
        await Console.Error.WriteLineAsync(
            $"The disk of {store.Folder} is full; {(running == 1 ? "1 execution waits" : $"{running} executions wait")} for room. Free some space: a host that runs goes on by itself.");
    }
}
