namespace Pipeline.Host.Store.Records;

/// <summary>The buckets of the local host.</summary>
public static class BucketNames
{
    public const string Uploads = "uploads";

    public const string Renditions = "renditions";

    /// <summary>Results of backfills and other things that are not renditions; the host does not serve it.</summary>
    public const string Internal = "internal";
}
