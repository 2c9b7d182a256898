using System.Net;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.S3.Listing;

/// <summary>Lists of versions, of which every object has one.</summary>
public sealed class VersionTests : IAsyncLifetime
{
    private S3UnderTest _s3 = null!;

    public async Task InitializeAsync()
    {
        _s3 = await S3UnderTest.StartAsync();
        foreach (var key in (string[])["a", "b/1", "b/2", "c"])
        {
            await _s3.PutAsync($"uploads/{key}", key);
        }
    }

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    [Fact]
    public async Task EveryObjectHasTheVersionNull()
    {
        var list = await _s3.GetAsync("uploads?versions");

        Assert.Equal(["a", "b/1", "b/2", "c"], list.Values("Key"));
        Assert.Equal(["null", "null", "null", "null"], list.Values("VersionId"));
        Assert.Equal("true", list.Value("IsLatest"));
        Assert.Equal("a", (await _s3.GetAsync("uploads/a?versionId=null")).Text);
        Assert.Equal("400 InvalidArgument", (await _s3.SendAsync("DELETE", "uploads/a?versionId=3sL4kqtJlcpXroDTDmJ")).Error);
        Assert.Equal("a", (await _s3.GetAsync("uploads/a")).Text);
        Assert.Equal(HttpStatusCode.NoContent, (await _s3.SendAsync("DELETE", "uploads/a?versionId=null")).Status);
    }

    [Fact]
    public async Task PagesAddUpToTheWholeList()
    {
        var found = new List<string>();
        for (string? marker = ""; marker is not null;)
        {
            var page = await _s3.GetAsync($"uploads?versions&delimiter=/&max-keys=1{marker}");
            found.AddRange(page.Values("Key").Concat(page.Xml.Elements(System.Xml.Linq.XName.Get("CommonPrefixes", S3UnderTest.Xmlns)).Select(element => element.Value)));
            var version = page.Values("NextVersionIdMarker") is [var id] ? $"&version-id-marker={id}" : "";
            marker = page.Value("IsTruncated") == "true" ? $"&key-marker={page.Value("NextKeyMarker")}{version}" : null;
        }

        Assert.Equal(["a", "b/", "c"], found);
        Assert.Equal("400 InvalidArgument", (await _s3.GetAsync("uploads?versions&version-id-marker=x&key-marker=a")).Error);
        Assert.Equal("404 NoSuchBucket", (await _s3.GetAsync("other?versions")).Error);
        Assert.Equal("405 MethodNotAllowed", (await _s3.PutAsync("uploads?versions", "")).Error);
    }
}
