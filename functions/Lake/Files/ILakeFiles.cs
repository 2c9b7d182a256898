namespace Pipeline.Lake.Files;

/// <summary>The files of the lake, in the internal bucket.</summary>
public interface ILakeFiles
{
    /// <summary>Writes a file, or replaces it. It is complete and durable when this returns; until then nobody sees it.</summary>
    /// <param name="key">Key in the bucket.</param>
    /// <param name="write">Writes the content to a seekable stream.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Size in bytes.</returns>
    Task<long> WriteAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Keys that begin with a prefix, in the order of their text.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes files. A key without a file is no error.</summary>
    Task DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken);
}
