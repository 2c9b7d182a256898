namespace Pipeline.Local.Serving;

/// <summary>The origins whose pages may use the host, besides its own.</summary>
/// <param name="origins">Origins as <see cref="TryParse"/> returns them.</param>
internal sealed class AllowedOrigins(IReadOnlyList<string> origins)
{
    /// <summary>Stands for every origin.</summary>
    public const string Any = "*";

    public static readonly AllowedOrigins None = new([]);

    public IReadOnlyList<string> All { get; } = origins;

    public bool IsEmpty => All.Count == 0;

    public bool HasAny { get; } = origins.Contains(Any);

    /// <summary>Whether pages of an origin, in the form in which browsers send it, may use the host.</summary>
    public bool Contains(string? origin) => HasAny || (origin is not null && All.Contains(origin));

    /// <summary>Whether the page at a URL may use the host. It is the referrer of a request without an origin, such as one for an image.</summary>
    public bool ContainsPage(string? url) => HasAny || (Uri.TryCreate(url, UriKind.Absolute, out var page) && Contains(GetOrigin(page)));

    /// <summary>Parses an origin: scheme, host and port, in the form in which browsers send it.</summary>
    /// <param name="text">An origin, or <see cref="Any"/>. A slash at the end is ignored.</param>
    /// <returns>The origin; null if the text is none.</returns>
    public static string? TryParse(string text) =>
        text == Any ? Any
        : Uri.TryCreate(text, UriKind.Absolute, out var url)
            && text.Contains("://", StringComparison.Ordinal)
            && url is { Host.Length: > 0, IsFile: false, UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/" or "" }
            && !text.EndsWith('?') && !text.EndsWith('#') ? GetOrigin(url)
        : null;

    private static string GetOrigin(Uri url)
    {
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        return $"{url.Scheme}://{host.ToLowerInvariant()}{(url.IsDefaultPort ? "" : FormattableString.Invariant($":{url.Port}"))}";
    }
}
