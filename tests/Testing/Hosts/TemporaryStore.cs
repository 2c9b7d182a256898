using Pipeline.Host.Store;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Records;

namespace Pipeline.Testing.Hosts;

/// <summary>A store in a temporary folder.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    public TemporaryStore() => Store = LocalStore.Open(Folder, Time);

    public string Folder { get; } = Directory.CreateTempSubdirectory("pipeline-").FullName;

    public ManualTimeProvider Time { get; } = new();

    public LocalStore Store { get; private set; }

    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Closes the store and opens the folder again, as the next run of the program does.</summary>
    public async Task ReopenAsync(Action? meanwhile = null)
    {
        await Store.DisposeAsync();
        meanwhile?.Invoke();
        Store = LocalStore.Open(Folder, Time);
    }

    public Task<Upload> PutAsync(string key, params byte[] content) =>
        Store.Uploads.PutAsync(key, new MemoryStream(content), options: null, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        OpenFiles.Retry(() => Directory.Delete(Folder, recursive: true));
    }
}

/// <summary>A clock that tests set.</summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
