using Pipeline.Aws;
using Pipeline.Lake.Files;

namespace Pipeline.Export.Ports;

/// <summary>The files of the lake in S3. A file is in memory until it is complete, because its end says what is where; it has some megabytes.</summary>
public sealed class S3LakeFiles(S3InternalFiles files) : ILakeFiles
{
    private const string ContentType = "application/vnd.apache.parquet";

    public async Task<long> WriteAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await write(content, cancellationToken);
        content.Position = 0;
        await files.WriteAsync(key, content, ContentType, cancellationToken);
        return content.Length;
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => files.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => files.DeleteAsync(keys, cancellationToken);
}
