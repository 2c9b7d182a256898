using System.Net;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.S3;

/// <summary>Keys are exactly what clients sent, although web servers normalise paths.</summary>
public sealed class KeyTests : IAsyncLifetime
{
    private S3UnderTest _s3 = null!;

    public async Task InitializeAsync() => _s3 = await S3UnderTest.StartAsync();

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    [Theory]
    [InlineData("/uploads/a%20b.jpg", "a b.jpg")]
    [InlineData("/uploads/a+b.jpg", "a+b.jpg")]
    [InlineData("/uploads/a%2Bb.jpg", "a+b.jpg")]
    [InlineData("/uploads/a%2Fb.jpg", "a/b.jpg")]
    [InlineData("/uploads/100%25.jpg", "100%.jpg")]
    [InlineData("/uploads/%2520.jpg", "%20.jpg")]
    [InlineData("/uploads/Gr%C3%BC%C3%9Fe%20%F0%9F%90%88.jpg", "Grüße 🐈.jpg")]
    [InlineData("/uploads/a/../b.jpg", "a/../b.jpg")]
    [InlineData("/uploads/../../etc/passwd", "../../etc/passwd")]
    [InlineData("/uploads/%2e%2e/%2e%2e/etc/passwd", "../../etc/passwd")]
    [InlineData("/uploads/.", ".")]
    [InlineData("/uploads//a//b", "/a//b")]
    [InlineData("/uploads/a/", "a/")]
    [InlineData("/uploads/a%5Cb%3Ac%3F", "a\\b:c?")]
    [InlineData("/uploads/a;b=c,d@e&f!g'(h)*i$j", "a;b=c,d@e&f!g'(h)*i$j")]
    public async Task KeyIsExactlyWhatWasSent(string target, string key)
    {
        var put = await _s3.SendRawAsync($"PUT {target}", "x");

        Assert.StartsWith("HTTP/1.1 200", put, StringComparison.Ordinal);
        Assert.Equal(key, Assert.Single((await _s3.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects).Key);
        var list = await _s3.GetAsync("uploads?list-type=2&encoding-type=url");
        Assert.Equal(key, Uri.UnescapeDataString(Assert.Single(list.Values("Key"))));
        Assert.EndsWith("\r\n\r\nx", await _s3.SendRawAsync($"GET {target}?x-id=GetObject"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/uploads/%FF.jpg", "InvalidURI")]
    [InlineData("/uploads/%zz.jpg", "InvalidURI")]
    [InlineData("/uploads/a%2", "InvalidURI")]
    [InlineData("/uploads/%C3", "InvalidURI")]
    [InlineData("/uploads/%ED%A0%80", "InvalidURI")]
    [InlineData("/nowhere/a.jpg", "NoSuchBucket")]
    public async Task InvalidPathIsRefused(string target, string code)
    {
        var put = await _s3.SendRawAsync($"PUT {target}", "x");

        Assert.Contains($"<Code>{code}</Code>", put, StringComparison.Ordinal);
        Assert.Empty((await _s3.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects);
    }

    [Fact]
    public async Task KeyMayHave1024BytesAndNoMore()
    {
        var longest = string.Concat(Enumerable.Repeat("ü", 512));

        var put = await _s3.PutAsync($"uploads/{Uri.EscapeDataString(longest)}", "x");
        var tooLong = await _s3.PutAsync($"uploads/{Uri.EscapeDataString(longest)}a", "x");

        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.Equal("400 KeyTooLongError", tooLong.Error);
        Assert.Equal("1025", tooLong.Xml.Element("Size")!.Value);
    }

    [Fact]
    public async Task CharacterInvalidInXmlIsListedEncodedAndDeletedByReference()
    {
        await _s3.PutAsync("uploads/bell%07.txt", "x");

        var list = await _s3.GetAsync("uploads?list-type=2&encoding-type=url");
        await _s3.SendAsync("POST", "uploads?delete", "<Delete><Object><Key>bell&#x7;.txt</Key></Object></Delete>"u8.ToArray());

        Assert.Equal(["bell%07.txt"], list.Values("Key"));
        Assert.Empty((await _s3.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects);
    }

    [Fact]
    public async Task HostNameCanNameTheBucket()
    {
        var put = await _s3.SendRawAsync("PUT /api/status", "x", "uploads.localhost");
        var list = await _s3.SendRawAsync("GET /?list-type=2", host: "uploads.localhost");

        Assert.StartsWith("HTTP/1.1 200", put, StringComparison.Ordinal);
        Assert.Contains("<Key>api/status</Key>", list, StringComparison.Ordinal);
    }
}
