using System.Net;
using System.Text;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.S3.Objects;

/// <summary>Reads of ranges, and conditional reads.</summary>
public sealed class ReadingTests : IAsyncLifetime
{
    private const string ObjectPath = "uploads/ten.txt";

    private S3UnderTest _s3 = null!;
    private string _etag = "";

    public async Task InitializeAsync()
    {
        _s3 = await S3UnderTest.StartAsync();
        _etag = (await _s3.PutAsync(ObjectPath, "0123456789")).ETag!;
    }

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    [Theory]
    [InlineData("bytes=0-0", "0", "bytes 0-0/10")]
    [InlineData("bytes=2-4", "234", "bytes 2-4/10")]
    [InlineData("bytes=7-", "789", "bytes 7-9/10")]
    [InlineData("bytes=7-1000", "789", "bytes 7-9/10")]
    [InlineData("bytes=-3", "789", "bytes 7-9/10")]
    [InlineData("bytes=-1000", "0123456789", "bytes 0-9/10")]
    public async Task RangeIsRead(string range, string content, string contentRange)
    {
        var get = await _s3.GetAsync(ObjectPath, ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, get.Status);
        Assert.Equal(content, get.Text);
        Assert.Equal(contentRange, get.Header("Content-Range"));
    }

    [Theory]
    [InlineData("bytes=10-")]
    [InlineData("bytes=-0")]
    public async Task RangeBeyondTheEndIsRefused(string range)
    {
        var get = await _s3.GetAsync(ObjectPath, ("Range", range));

        Assert.Equal("416 InvalidRange", get.Error);
        Assert.Equal("bytes */10", get.Header("Content-Range"));
        Assert.Equal("10", get.Xml.Element("ActualObjectSize")!.Value);
    }

    [Theory]
    [InlineData("bytes=4-2")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=-")]
    [InlineData("lines=1-2")]
    [InlineData("bytes=0-1,3-4")]
    public async Task InvalidRangeReadsTheWholeObject(string range)
    {
        var get = await _s3.GetAsync(ObjectPath, ("Range", range));

        Assert.Equal(HttpStatusCode.OK, get.Status);
        Assert.Equal("0123456789", get.Text);
    }

    [Fact]
    public async Task HeadOfARangeHasItsLength()
    {
        var head = await _s3.SendAsync("HEAD", ObjectPath, null, ("Range", "bytes=2-4"));

        Assert.Equal(HttpStatusCode.PartialContent, head.Status);
        Assert.Equal("3", head.Header("Content-Length"));
    }

    [Fact]
    public async Task ObjectIsOnePart()
    {
        Assert.Equal("0123456789", (await _s3.GetAsync(ObjectPath + "?partNumber=1")).Text);
        Assert.Equal("416 InvalidPartNumber", (await _s3.GetAsync(ObjectPath + "?partNumber=2")).Error);
    }

    [Theory]
    [InlineData("If-None-Match", "\"{0}\"", 304)]
    [InlineData("If-None-Match", "\"other\", W/\"{0}\"", 304)]
    [InlineData("If-None-Match", "*", 304)]
    [InlineData("If-None-Match", "\"other\"", 200)]
    [InlineData("If-Match", "\"{0}\"", 200)]
    [InlineData("If-Match", "{0}", 200)]
    [InlineData("If-Match", "\"other\"", 412)]
    [InlineData("If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT", 200)]
    [InlineData("If-Modified-Since", "Sat, 01 Jan 2101 00:00:00 GMT", 304)]
    [InlineData("If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT", 412)]
    [InlineData("If-Unmodified-Since", "Sat, 01 Jan 2101 00:00:00 GMT", 200)]
    [InlineData("If-Modified-Since", "no date", 200)]
    public async Task ConditionalRequestIsHonoured(string header, string value, int status)
    {
        var get = await _s3.GetAsync(ObjectPath, (header, value.Replace("{0}", _etag, StringComparison.Ordinal)));

        Assert.Equal(status, (int)get.Status);
        Assert.Equal(status == 304, get.Body.Length == 0);
        Assert.Equal(status == 412, get.Text.Contains("PreconditionFailed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LastModifiedOfTheResponseIsNotModifiedSince()
    {
        var modified = (await _s3.GetAsync(ObjectPath)).Header("Last-Modified")!;

        Assert.Equal(HttpStatusCode.NotModified, (await _s3.GetAsync(ObjectPath, ("If-Modified-Since", modified))).Status);
        Assert.Equal(HttpStatusCode.OK, (await _s3.GetAsync(ObjectPath, ("If-Unmodified-Since", modified))).Status);
    }

    [Fact]
    public async Task EntityTagTakesPrecedenceOverTheDate()
    {
        (string, string) old = ("If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT");
        (string, string) future = ("If-Modified-Since", "Sat, 01 Jan 2101 00:00:00 GMT");

        Assert.Equal(HttpStatusCode.OK, (await _s3.GetAsync(ObjectPath, ("If-Match", $"\"{_etag}\""), old)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _s3.GetAsync(ObjectPath, ("If-None-Match", "\"other\""), future)).Status);
    }

    [Fact]
    public async Task RangeOfAChangedObjectIsTheWholeNewObject()
    {
        var same = await _s3.GetAsync(ObjectPath, ("Range", "bytes=2-4"), ("If-Range", $"\"{_etag}\""));
        var changed = await _s3.GetAsync(ObjectPath, ("Range", "bytes=2-4"), ("If-Range", "\"other\""));

        Assert.Equal("234", same.Text);
        Assert.Equal("0123456789", changed.Text);
    }

    [Fact]
    public async Task ReaderGetsTheContentItStartedWith()
    {
        var large = new byte[32 << 20];
        await _s3.PutAsync("uploads/large", large);
        using var response = await _s3.Client.GetAsync("uploads/large", HttpCompletionOption.ResponseHeadersRead);
        await using var content = await response.Content.ReadAsStreamAsync();

        await _s3.PutAsync("uploads/large", Encoding.ASCII.GetBytes("new"));
        using var read = new MemoryStream();
        await content.CopyToAsync(read);

        Assert.Equal(large, read.ToArray());
    }
}
