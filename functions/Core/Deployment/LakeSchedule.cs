namespace Pipeline.Core.Deployment;

/// <summary>How exports of the catalogue run, and how long their files live.</summary>
public static class LakeSchedule
{
    /// <summary>The most segments: those of a Map that runs them at once.</summary>
    public const int MaxSegments = 40;

    /// <summary>Segments unless a setting says otherwise: a million records take a minute or two.</summary>
    public const int DefaultSegments = 4;

    /// <summary>Days that the files of an export live, unless a setting says otherwise.</summary>
    public const int DefaultDays = 90;
}
