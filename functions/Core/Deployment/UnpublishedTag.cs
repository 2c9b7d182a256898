namespace Pipeline.Core.Deployment;

/// <summary>
/// Object tag of a rendition that no record points to yet. Publishing removes the tag. A lifecycle rule of the renditions
/// bucket deletes what still has it after <see cref="ExpirationDays"/>, because its execution died.
/// </summary>
public static class UnpublishedTag
{
    public const string Key = "unpublished";

    public const string Value = "true";

    /// <summary>Number of days; far longer than an execution can run.</summary>
    public const int ExpirationDays = 7;
}
