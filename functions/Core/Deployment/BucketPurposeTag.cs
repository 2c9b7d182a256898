namespace Pipeline.Core.Deployment;

/// <summary>
/// Tag of every bucket that a stack creates, with what the bucket is for. No stack may use as its uploads bucket one that a
/// pipeline writes to: what it writes would start it again.
/// </summary>
public static class BucketPurposeTag
{
    public const string Key = "image-pipeline-bucket";

    /// <summary>Originals.</summary>
    public const string Uploads = "uploads";

    /// <summary>Renditions, which the pipeline writes.</summary>
    public const string Renditions = "renditions";

    /// <summary>Results of backfills and their manifests: what is no rendition, and nobody outside reads.</summary>
    public const string Internal = "internal";
}
