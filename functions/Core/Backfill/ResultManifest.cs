namespace Pipeline.Core.Backfill;

/// <summary>The file <c>manifest.json</c> of a distributed Map's results.</summary>
/// <param name="DestinationBucket">Bucket of the files.</param>
/// <param name="ResultFiles">The files, by <c>SUCCEEDED</c>, <c>FAILED</c> and <c>PENDING</c>.</param>
/// <seealso href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html"/>
internal sealed record ResultManifest(string DestinationBucket, IReadOnlyDictionary<string, IReadOnlyList<ResultFile>> ResultFiles)
{
    public const string Succeeded = "SUCCEEDED";

    public const string Failed = "FAILED";

    public IEnumerable<string> KeysOf(string status) => ResultFiles.GetValueOrDefault(status, []).Select(file => file.Key);
}

/// <param name="Key">Key of the file.</param>
internal sealed record ResultFile(string Key);
