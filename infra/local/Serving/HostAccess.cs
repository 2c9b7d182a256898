using System.Net;
using Pipeline.Host.Signatures;

namespace Pipeline.Local.Serving;

/// <summary>Who may use the host.</summary>
internal sealed record HostAccess
{
    /// <summary>The address to listen on; null for the loopback addresses.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Names under which clients may reach the host.</summary>
    public AllowedHosts Hosts { get; init; } = AllowedHosts.None;

    /// <summary>Other origins whose pages may use the host.</summary>
    public AllowedOrigins Origins { get; init; } = AllowedOrigins.None;

    /// <summary>The access key that signs requests; null if no request needs a signature.</summary>
    public HostCredentials? Credentials { get; init; }

    /// <summary>Whether other machines may reach the host.</summary>
    public bool IsOpen => Address is { } address && !IPAddress.IsLoopback(address);
}
