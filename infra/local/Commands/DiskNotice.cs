using Pipeline.Core.Executions;
using Pipeline.Host.Store;

namespace Pipeline.Local.Commands;

/// <summary>Says on standard error that the disk of a data folder is full, and what waits for room.</summary>
internal static class DiskNotice
{
    /// <summary>With less, a host cannot store or record anything.</summary>
    private const long MinFreeBytes = 256 * 1024;

    public static async Task WriteAsync(LocalStore store, CancellationToken cancellationToken)
    {
        if (!IsFull(store.Folder))
        {
            return;
        }

        var running = (await store.Executions.CountByStatusAsync(cancellationToken))[RecordedStatus.Running];
        await Console.Error.WriteLineAsync(
            $"The disk of {store.Folder} is full; {(running == 1 ? "1 execution waits" : $"{running} executions wait")} for room. Free some space: a host that runs goes on by itself.");
    }

    private static bool IsFull(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace < MinFreeBytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A network share, for example, does not say.
            return false;
        }
    }
}
