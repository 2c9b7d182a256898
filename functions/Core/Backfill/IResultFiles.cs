namespace Pipeline.Core.Backfill;

/// <summary>The files that a distributed Map wrote.</summary>
public interface IResultFiles
{
    /// <summary>Opens a file for one pass from its beginning. The caller disposes the stream.</summary>
    Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellationToken);
}
