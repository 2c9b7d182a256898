namespace Pipeline.Host.Store.Records;

/// <summary>The two buckets of the local host.</summary>
public static class BucketNames
{
    public const string Uploads = "uploads";

    public const string Renditions = "renditions";
}
