namespace Pipeline.Core.Deployment;

/// <summary>What is where in the internal bucket.</summary>
public static class InternalBucket
{
    /// <summary>Results of backfills: below it, each has the name of its execution.</summary>
    public const string Results = "backfills/";

    /// <summary>Manifests: originals that a backfill is to process, one a line.</summary>
    public const string Manifests = "manifests/";

    /// <summary>Results of queries of the data lake, whose own files are below <c>lake/</c>.</summary>
    public const string QueryResults = "lake-results/";

    /// <summary>Days that results of queries live.</summary>
    public const int QueryResultDays = 7;

    /// <summary>Days that the files of backfills live: as long as Step Functions keeps the history of an execution.</summary>
    public const int ExpirationDays = 90;
}
