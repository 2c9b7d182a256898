namespace Pipeline.Local.Serving;

/// <summary>Who may use the host.</summary>
internal sealed record HostAccess
{
    /// <summary>Other origins whose pages may use the host.</summary>
    public AllowedOrigins Origins { get; init; } = AllowedOrigins.None;
}
