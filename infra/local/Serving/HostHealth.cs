using Pipeline.Host.Engine;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;

namespace Pipeline.Local.Serving;

/// <summary>Why the host cannot take uploads. Names no folders, because health checks need no password.</summary>
/// <param name="Reason">For programs: <c>diskFull</c>, <c>folderNotWritable</c>, <c>databaseNotWritable</c>, <c>notResponding</c> or <c>interrupted</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record HealthProblem(string Reason, string Message);

/// <summary>
/// Whether the host can take uploads: the disk has room, and a file and the database can be written. Tries it at most every few seconds,
/// however often it is asked.
/// </summary>
/// <param name="pipeline">The pipeline of the host.</param>
/// <param name="time">Clock.</param>
internal sealed class HostHealth(LocalPipeline pipeline, TimeProvider time)
{
    /// <summary>With less, an image and its renditions may find no room.</summary>
    public const long MinFreeBytes = 16 * 1024 * 1024;

    /// <summary>How long a result is valid.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private static readonly HealthProblem DiskFull = new(
        "diskFull", "The disk of the data folder is full. Free some space: the host then goes on by itself.");

    private readonly Lock _lock = new();
    private Task<HealthProblem?>? _probe;
    private DateTimeOffset _probedAt;

    /// <returns>Null if the host can take uploads.</returns>
    public async Task<HealthProblem?> CheckAsync(CancellationToken cancellationToken)
    {
        if (pipeline.Interruption is { } interruption)
        {
            return interruption.IsDiskFull ? DiskFull
                : new("interrupted", "A fault of the machine keeps executions from going on. GET /api/status says which. They are tried again.");
        }

        try
        {
            return await GetProbe().WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new("notResponding", $"The disk of the data folder has not responded for {Patience.TotalSeconds:0} seconds. Check the disk.");
        }
    }

    private Task<HealthProblem?> GetProbe()
    {
        lock (_lock)
        {
            // One that hangs is not started again.
            if (_probe is null || (_probe.IsCompleted && time.GetUtcNow() - _probedAt >= Validity))
            {
                _probedAt = time.GetUtcNow();
                _probe = Task.Run(() => ProbeAsync(pipeline.Store));
            }

            return _probe;
        }
    }

    private static async Task<HealthProblem?> ProbeAsync(LocalStore store)
    {
        if (DiskSpace.GetFree(store.Folder) < MinFreeBytes)
        {
            return DiskFull;
        }

        try
        {
            store.ProbeFiles();
        }
        catch (Exception fault)
        {
            return DiskSpace.IsExhausted(fault) ? DiskFull
                : new("folderNotWritable", "The data folder cannot be written. Check the disk and the permissions of the folder.");
        }

        try
        {
            await store.ProbeDatabaseAsync(CancellationToken.None);
            return null;
        }
        catch (Exception fault)
        {
            return DiskSpace.IsExhausted(fault) ? DiskFull
                : new("databaseNotWritable", "The database in the data folder cannot be written. Check the disk and the permissions of the folder, then start the host again.");
        }
    }
}
