using Pipeline.Core.Backfill;
using Pipeline.Interpreter.MapRuns;

namespace Pipeline.Host.Engine.MapRuns;

/// <summary>The files that a Map wrote, for the summary of a backfill.</summary>
internal sealed class LocalResultFiles(IMapObjects objects) : IResultFiles
{
    public Task<Stream> OpenAsync(string bucket, string key, CancellationToken cancellationToken) => objects.OpenReadAsync(bucket, key, null, cancellationToken);
}
