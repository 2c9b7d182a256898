namespace Pipeline.Core.Deployment;

/// <summary>Object tag of a rendition that must not be delivered, whatever its record says. The renditions bucket denies it to the CDN.</summary>
public static class QuarantinedTag
{
    public const string Key = "quarantined";

    public const string Value = "true";
}
