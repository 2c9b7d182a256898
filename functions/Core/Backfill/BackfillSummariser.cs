using System.Text.Json;
using Pipeline.Core.Contracts;

namespace Pipeline.Core.Backfill;

/// <summary>Counts the outcomes of a backfill from the results of its Map. It changes nothing, so it can run again.</summary>
public sealed class BackfillSummariser(IResultFiles files)
{
    /// <exception cref="FormatException">A file is not what a Map writes.</exception>
    public async Task<SummariseResponse> SummariseAsync(SummariseRequest request, CancellationToken cancellationToken)
    {
        var manifest = await ReadManifestAsync(request.Results, cancellationToken);
        var counts = new BackfillCounts();
        foreach (var key in manifest.KeysOf(ResultManifest.Succeeded))
        {
            await using var stream = await files.OpenAsync(manifest.DestinationBucket, key, cancellationToken);
            await foreach (var result in ResultFileReader.ReadAsync(stream, cancellationToken))
            {
                counts = counts.Add(result.GetOutcome());
            }
        }

        foreach (var key in manifest.KeysOf(ResultManifest.Failed))
        {
            await using var stream = await files.OpenAsync(manifest.DestinationBucket, key, cancellationToken);
            await foreach (var _ in ResultFileReader.ReadAsync(stream, cancellationToken))
            {
                counts = counts with { Failed = counts.Failed + 1 };
            }
        }

        return new(counts, request.Results);
    }

    private async Task<ResultManifest> ReadManifestAsync(ResultLocation location, CancellationToken cancellationToken)
    {
        await using var stream = await files.OpenAsync(location.Bucket, location.Key, cancellationToken);
        return await JsonSerializer.DeserializeAsync(stream, BackfillJson.Default.ResultManifest, cancellationToken)
            ?? throw new FormatException($"{location.Bucket}/{location.Key} is not the manifest of a Map's results.");
    }
}
