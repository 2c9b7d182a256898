using System.Net;
using System.Net.Sockets;
using System.Text;
using Pipeline.Host.Signatures;
using Pipeline.Local.Serving;

namespace Pipeline.Tests.Local.Serving;

/// <summary><c>--listen</c>, <c>--allow-host</c> and the credentials: who reaches the host, and as what.</summary>
public sealed class HostAccessTests
{
    private static readonly HostCredentials Credentials = new("AKLOCAL", "secret");

    /// <summary>An address of this machine that is not a loopback address; null if it has none.</summary>
    private static readonly IPAddress? Outer = Dns.GetHostAddresses(Dns.GetHostName()).FirstOrDefault(
        address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    [Theory]
    [InlineData("photos.lan", "photos.lan:{port}", true)]
    [InlineData("photos.lan", "PHOTOS.lan", true)]
    [InlineData("photos.lan", "sub.photos.lan", false)]
    [InlineData("localhost:9000", "localhost:9000", true)]
    [InlineData("localhost:9000", "localhost:9001", false)]
    [InlineData("localhost:9000", "localhost:{port}", true)]
    [InlineData("localhost", "localhost:9001", true)]
    [InlineData("[::1]:9000", "[::1]:9000", true)]
    [InlineData("photos.lan:80", "photos.lan", true)]
    [InlineData("photos.lan", "evil.example", false)]
    [InlineData("photos.lan", "192.168.0.10:{port}", false)]
    public async Task NamedHostsAreServedBesidesTheOwnOnes(string allowed, string host, bool isServed)
    {
        await using var served = await HostUnderTest.StartAsync(access: new() { Hosts = new([AllowedHosts.TryParse(allowed)!.Value], anyAddress: false) });

        var status = await SendAsync(served.Client, "api/status", ("Host", host.Replace("{port}", $"{served.Port}", StringComparison.Ordinal)));

        Assert.Equal(isServed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, status);
    }

    /// <summary>A port that <c>ssh -L</c> forwards is one for the names that AWS clients make of localhost, too.</summary>
    [Theory]
    [InlineData("localhost:9000", "uploads.localhost:9000", true)]
    [InlineData("localhost:9000", "sync-localhost:9000", true)]
    [InlineData("localhost:9000", "uploads.localhost:9001", false)]
    [InlineData("localhost:9000", "evillocalhost:9000", false)]
    public async Task ForwardedPortIsServedUnderTheNamesThatClientsMake(string allowed, string host, bool isServed)
    {
        await using var served = await HostUnderTest.StartAsync(access: new() { Hosts = new([AllowedHosts.TryParse(allowed)!.Value], anyAddress: false) });

        Assert.Equal(isServed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await SendAsync(served.Client, "", ("Host", host)));
    }

    [Theory]
    [InlineData("localhost:9000", "http://localhost:9000", true)]
    [InlineData("localhost:9000", "http://localhost:3000", false)]
    [InlineData("localhost:9000", "http://evil.example", false)]
    [InlineData("photos.lan", "http://photos.lan", true)]
    [InlineData("photos.lan", "https://photos.lan", true)]
    [InlineData("photos.lan", "https://photos.lan:8443", false)]
    [InlineData("photos.lan:8443", "https://photos.lan:8443", true)]
    [InlineData("photos.lan", "https://other.lan", false)]
    public async Task OnlyThePagesOfTheSameNamedHostMayWrite(string host, string origin, bool isAllowed)
    {
        await using var served = await HostUnderTest.StartAsync(access: new() { Hosts = new([AllowedHosts.TryParse(host)!.Value], anyAddress: false) });

        var status = await SendAsync(served.Client, "api/status", ("Host", host), ("Origin", origin));

        Assert.Equal(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, status);
    }

    [Theory]
    [InlineData("0.0.0.0", "192.168.0.10:9000", null, true)]
    [InlineData("0.0.0.0", "evil.example", null, false)]
    [InlineData("0.0.0.0", "192.168.0.10:9000", "http://192.168.0.10:9000", true)]
    [InlineData("0.0.0.0", "192.168.0.10:9000", "http://192.168.0.10:3000", false)]
    [InlineData("127.0.0.1", "192.168.0.10:9000", null, false)]
    public async Task EveryAddressIsAHostIfTheHostListensOnMoreThanLoopback(string listen, string host, string? origin, bool isServed)
    {
        var address = IPAddress.Parse(listen);
        await using var served = await HostUnderTest.StartAsync(
            access: new() { Address = address, Hosts = new([], anyAddress: new HostAccess { Address = address }.IsOpen) });

        var status = await SendAsync(served.Client, "api/status", [("Host", host), .. origin is null ? Array.Empty<(string, string)>() : [("Origin", origin)]]);

        Assert.Equal(isServed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, status);
        Assert.Equal($"http://localhost:{served.Port}", served.Address);
    }

    [OuterAddressFact]
    public async Task OtherMachinesNeedTheCredentialsForTheConsole()
    {
        await using var served = await HostUnderTest.StartAsync(access: new() { Address = Outer, Hosts = new([], anyAddress: true), Credentials = Credentials });
        Assert.Equal($"http://{Outer}:{served.Port}", served.Address);
        foreach (var path in (string[])["", "api/status", "metrics", "openapi.json"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(served.Client, path));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(served.Client, path, ("Authorization", Basic("AKLOCAL:other"))));
            Assert.Equal(HttpStatusCode.OK, await SendAsync(served.Client, path, ("Authorization", Basic("AKLOCAL:secret"))));
        }

        // S3 checks signatures; only the images of the console's page come with the password.
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(served.Client, "uploads", ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(served.Client, "uploads", ("Sec-Fetch-Site", "same-origin"), ("Authorization", Basic("AKLOCAL:secret"))));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(served.Client, "uploads", ("Authorization", Basic("AKLOCAL:secret"))));
    }

    [Fact]
    public async Task ThisMachineNeedsNoCredentialsForTheConsole()
    {
        await using var served = await HostUnderTest.StartAsync(access: new() { Credentials = Credentials });

        Assert.Equal(HttpStatusCode.OK, await SendAsync(served.Client, "api/status"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(served.Client, ""));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(served.Client, "uploads"));
    }

    [Theory]
    [InlineData("photos.lan", "photos.lan")]
    [InlineData("localhost:9000", "localhost:9000")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("[::1]:9000", "[::1]:9000")]
    [InlineData("photos.lan:", null)]
    [InlineData("photos.lan:0", null)]
    [InlineData("photos.lan:65536", null)]
    [InlineData("photos.lan:x", null)]
    [InlineData("http://photos.lan", null)]
    [InlineData("photos.lan/x", null)]
    [InlineData("*", null)]
    [InlineData("", null)]
    public void HostsAreNamesWithOrWithoutAPort(string text, string? expected) => Assert.Equal(expected, AllowedHosts.TryParse(text)?.Value);

    private static string Basic(string text) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>A test that reaches the host as another machine does, skipped if this one has no other address than loopback.</summary>
    internal sealed class OuterAddressFactAttribute : FactAttribute
    {
        public OuterAddressFactAttribute() => Skip = Outer is null ? "needs an IPv4 address that is not a loopback address" : null;
    }
}
