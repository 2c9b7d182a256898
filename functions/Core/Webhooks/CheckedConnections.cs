using System.Net;
using System.Net.Sockets;

namespace Pipeline.Core.Webhooks;

/// <summary>
/// Opens connections only to addresses that the rules allow. The check is part of connecting: a name that is looked up once for a check and
/// again for the connection can have changed in between (DNS rebinding).
/// </summary>
/// <param name="rules">The rules.</param>
internal sealed class CheckedConnections(AddressRules rules)
{
    /// <exception cref="AddressRefusedException">All addresses of the host are refused.</exception>
    /// <exception cref="SocketException">The name is unknown, or no address accepts the connection.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var allowed = await FindAllowedAsync(target.Host, cancellationToken);
        for (var i = 0; ; i++)
        {
            var socket = new Socket(allowed[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(allowed[i], target.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i < allowed.Length - 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private async Task<IPAddress[]> FindAllowedAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        IPAddress[] allowed = [.. addresses.Where(address => rules.FindProblem(address) is null)];
        return allowed.Length > 0 ? allowed
            : addresses.Length > 0 ? throw new AddressRefusedException(host, addresses[0], rules.FindProblem(addresses[0])!)
            : throw new SocketException((int)SocketError.HostNotFound);
    }
}
