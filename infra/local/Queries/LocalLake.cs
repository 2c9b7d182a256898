using System.Globalization;
using System.Text;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Outcomes;
using Pipeline.Lake.Export;
using Pipeline.Lake.Queries;
using Pipeline.Lake.Tables;

namespace Pipeline.Local.Queries;

/// <summary>The data lake of a data folder: written by the same code as in AWS, whenever a query finds it older than the catalogue.</summary>
/// <param name="store">The store, for reading. A host may use it at the same time.</param>
/// <param name="time">Clock.</param>
internal sealed class LocalLake(LocalStore store, TimeProvider time)
{
    /// <summary>File that says which state of the catalogue the last export has.</summary>
    private const string StateKey = LakeTables.Prefix + "state";

    private static readonly TimeSpan LockTime = TimeSpan.FromMinutes(1);

    private readonly LocalLakeFiles _files = new(store.Internal);

    /// <summary>Statements that create the views over the files.</summary>
    public IReadOnlyList<string> CreateViews() => LakeFolder.CreateViews(store.Internal.Folder);

    /// <summary>The folder with the files.</summary>
    public string Folder => Path.Combine(store.Internal.Folder, LakeTables.Prefix.TrimEnd('/'));

    /// <summary>Keeps other processes from replacing files while this one writes or reads them. Dispose it to let them.</summary>
    /// <exception cref="IOException">Another process holds it for a minute.</exception>
    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (time.GetElapsedTime(started) < LockTime)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
        }
    }

    /// <summary>A text that changes with what an export would write, and only then.</summary>
    public async Task<string> ReadCatalogueStateAsync(CancellationToken cancellationToken)
    {
        var catalogue = await store.Catalogue.ReadStateAsync(cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{LakeTables.SchemaVersion}/{catalogue}/{store.Outcomes.Count()}");
    }

    /// <summary>Exports the catalogue, unless nothing has changed since the last export.</summary>
    /// <returns>What it wrote; null if nothing has changed.</returns>
    public async Task<FinishResponse?> RefreshAsync(CancellationToken cancellationToken)
    {
        var state = await ReadCatalogueStateAsync(cancellationToken);
        if (await ReadStateAsync(cancellationToken) == state)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var plan = await ExportPlan.CreateAsync(
            $"local-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}", DateOnly.FromDateTime(now.UtcDateTime), OutcomeStore.Days,
            includesToday: true, _files, cancellationToken);
        var response = await new SegmentExporter(new LocalCatalogueScan(store), _files, time).ExportAsync(new(plan, 0, 1), cancellationToken);
        var finished = await new ExportFinisher(_files, time).FinishAsync(new(plan, [response]), cancellationToken);
        await _files.WriteAsync(StateKey, (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(state), token).AsTask(), cancellationToken);
        return finished;
    }

    private async Task<string?> ReadStateAsync(CancellationToken cancellationToken)
    {
        await using var stream = store.Internal.OpenRead(StateKey);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
