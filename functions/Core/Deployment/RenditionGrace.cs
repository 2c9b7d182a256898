namespace Pipeline.Core.Deployment;

/// <summary>How long the renditions of a version live on after another has replaced it.</summary>
public static class RenditionGrace
{
    /// <summary>Default in days.</summary>
    public const int DefaultDays = 7;

    /// <summary>Maximum in days. The minimum is 0: they are removed at once.</summary>
    public const int MaxDays = 365;

    /// <summary>The default.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromDays(DefaultDays);
}
