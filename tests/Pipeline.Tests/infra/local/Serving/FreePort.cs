using System.Net;
using System.Net.Sockets;

namespace Pipeline.Tests.Local.Serving;

/// <summary>A port that nothing listens on, for programs that take no port 0.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
