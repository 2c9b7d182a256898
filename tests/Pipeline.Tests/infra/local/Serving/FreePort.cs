using System.Net;
using System.Net.Sockets;

namespace Pipeline.Tests.Local.Serving;

/// <summary>Finds a port that nothing listens on, for programs that do not accept port 0.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
