using Pipeline.Host.Store.Internal;
using Pipeline.Lake.Files;

namespace Pipeline.Local.Queries;

/// <summary>The files of the lake in the internal bucket of a data folder.</summary>
internal sealed class LocalLakeFiles(InternalBucket bucket) : ILakeFiles
{
    public async Task<long> WriteAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        await bucket.WriteAsync(
            key,
            async (stream, token) =>
            {
                await write(stream, token);
                bytes = stream.Length;
            },
            cancellationToken);
        return bytes;
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => Task.FromResult(bucket.ListKeys(prefix));

    public Task DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            bucket.Delete(key);
        }

        return Task.CompletedTask;
    }
}
