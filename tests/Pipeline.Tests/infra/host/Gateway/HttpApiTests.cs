using Pipeline.Core.Catalogue;
using Pipeline.Testing.Contracts;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Gateway;

public sealed class HttpApiTests : HttpApiContract, IAsyncLifetime
{
    private HostUnderTest _host = null!;
    private HttpClient _client = null!;

    protected override IImageCatalogue Catalogue => _host.Pipeline.Pipeline.Store.Catalogue;

    public async Task InitializeAsync()
    {
        _host = await HostUnderTest.StartAsync();
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(_host.Address + "/") };
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request);

    protected override async Task PutOriginalAsync(string key, byte[] content)
    {
        using var stream = new MemoryStream(content);
        await _host.Pipeline.Pipeline.Store.Uploads.PutAsync(key, stream, null, CancellationToken.None);
    }

    protected override async Task<bool> HasOriginalAsync(string key) =>
        await _host.Pipeline.Pipeline.Store.Uploads.HeadAsync(key, CancellationToken.None) is not null;

    [Fact]
    public async Task UnknownRouteSaysWhichRoutesThereAre()
    {
        var response = await SendAsync(Create(HttpMethod.Get, "v1/nothing"));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("/v1/openapi.json", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
