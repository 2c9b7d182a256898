namespace Pipeline.Core.Deployment;

/// <summary>State transitions of the execution of an upload that succeeds, without retries. Step Functions bills them, and has a quota for them.</summary>
public static class UploadTransitions
{
    /// <summary>Route, Validate, Outcome, ResizeAll, Persist, Persisted and AnnounceSuccess.</summary>
    private const int PerUpload = 7;

    /// <param name="groups">Number of groups of renditions, each an iteration with the state Resize: see <see cref="Grouping.RenditionGrouper"/>.</param>
    public static int Count(int groups) => PerUpload + groups;
}
