using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;

namespace Pipeline.Testing.Emulators;

/// <summary>Connects to a port of the loopback interface, whatever the host of the URL is.</summary>
internal sealed class LoopbackHttpClientFactory(int port) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectCallback = (_, token) => ConnectAsync(token) })
        {
            Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan,
        };

    public override string GetConfigUniqueString(IClientConfig clientConfig) => $"loopback:{port}";

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
