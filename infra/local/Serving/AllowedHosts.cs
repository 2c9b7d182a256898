using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Local.Serving;

/// <summary>The names under which clients may reach the host. Any other name may be a foreign site's that resolves to this machine (DNS rebinding).</summary>
/// <param name="names">More names than those of this machine itself, as <see cref="TryParse"/> returns them.</param>
/// <param name="anyAddress">Whether every IP address is right as well: no site has one as its name.</param>
internal sealed class AllowedHosts(IReadOnlyList<HostString> names, bool anyAddress)
{
    /// <summary>What AWS clients put before the name of the host for StartSyncExecution and TestState.</summary>
    private const string SyncPrefix = "sync-";

    private const string Localhost = "localhost";

    public static readonly AllowedHosts None = new([], anyAddress: false);

    /// <summary>Whether a request may have this host.</summary>
    /// <param name="host">Name, and port if there is one.</param>
    /// <param name="ownPort">Port that the host listens on.</param>
    public bool Contains(HostString host, int ownPort) => IsLoopback(host.Host, host.Port ?? 80, ownPort) || IsNamed(host);

    /// <summary>Whether an origin is that of the host's own pages.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="host">Host of the request, which <see cref="Contains"/> allows.</param>
    /// <param name="ownPort">Port that the host listens on.</param>
    public bool IsOwnOrigin(string? origin, HostString host, int ownPort) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && ((from.Scheme == Uri.UriSchemeHttp && IsLoopback(from.Host, from.Port, ownPort))
            // A proxy in front of the host may speak HTTPS.
            || (from.Scheme is "http" or "https" && IsNamed(host) && Equals(from.Host, host.Host) && (host.Port is { } port ? port == from.Port : from.IsDefaultPort)));

    /// <summary>Parses a name with or without a port, such as <c>photos.lan</c> or <c>localhost:9000</c>.</summary>
    /// <returns>Null if the text is neither.</returns>
    public static HostString? TryParse(string text)
    {
        var bracket = text.IndexOf(']', StringComparison.Ordinal);
        var colon = text.IndexOf(':', Math.Max(bracket, 0));
        var name = colon < 0 ? text : text[..colon];
        var isPort = int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65_535;
        return Uri.CheckHostName(name) == UriHostNameType.Unknown || (colon >= 0 && !isPort) ? null
            : colon < 0 ? new HostString(name) : new HostString(name, port);
    }

    private bool IsNamed(HostString host) =>
        names.Any(name => (Equals(name.Host, host.Host) || (name.Host == Localhost && IsBelowLocalhost(host.Host))) && (name.Port is null || name.Port == (host.Port ?? 80)))
        || (anyAddress && IPAddress.TryParse(host.Host.Trim('[', ']'), out _));

    private static bool IsLoopback(string host, int port, int ownPort) =>
        port == ownPort && (host is Localhost or "127.0.0.1" or "[::1]" or SyncPrefix + "127.0.0.1" || IsBelowLocalhost(host));

    /// <summary>Whether a client makes the name of <c>localhost</c>: for a bucket, or for a synchronous call.</summary>
    private static bool IsBelowLocalhost(string host) => host == SyncPrefix + Localhost || host.EndsWith("." + Localhost, StringComparison.Ordinal);

    private static bool Equals(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
