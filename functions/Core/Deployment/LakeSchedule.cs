namespace Pipeline.Core.Deployment;

/// <summary>How exports of the catalogue run.</summary>
public static class LakeSchedule
{
    /// <summary>The most segments: those of a Map that runs them at once.</summary>
    public const int MaxSegments = 40;
}
