namespace Pipeline.Core.Deployment;

/// <summary>What is where in the internal bucket.</summary>
public static class InternalBucket
{
    /// <summary>Results of backfills: below it, each has the name of its execution.</summary>
    public const string Results = "backfills/";

    /// <summary>Manifests: originals that a backfill is to process, one a line.</summary>
    public const string Manifests = "manifests/";

    /// <summary>Days that these files live: as long as Step Functions keeps the history of an execution.</summary>
    public const int ExpirationDays = 90;
}
