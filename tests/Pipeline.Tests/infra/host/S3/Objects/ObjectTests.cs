using System.Net;
using Pipeline.Core.Executions;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Host.Store;

namespace Pipeline.Tests.Host.S3.Objects;

public sealed class ObjectTests : IAsyncLifetime
{
    private S3UnderTest _s3 = null!;

    public async Task InitializeAsync() => _s3 = await S3UnderTest.StartAsync();

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    [Fact]
    public async Task UploadedObjectIsStoredAndProcessedOnce()
    {
        var photo = SyntheticImages.Jpeg(640, 480);

        var put = await _s3.PutAsync("uploads/cats/1.jpg", photo, ("Content-Type", "text/html"));
        var get = await _s3.GetAsync("uploads/cats/1.jpg");

        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.Equal(EntityTag.Compute(photo), put.ETag);
        Assert.Empty(put.Body);
        Assert.Equal(photo, get.Body);
        Assert.Equal(put.ETag, get.ETag);
        Assert.Equal("image/jpeg", get.Header("Content-Type"));
        Assert.Equal("bytes", get.Header("Accept-Ranges"));
        Assert.Equal("no-cache", get.Header("Cache-Control"));
        Assert.NotNull(get.Header("Last-Modified"));
        Assert.Matches("^[0-9A-F]{16}$", get.Header("x-amz-request-id"));
        Assert.Equal(RecordedStatus.Succeeded, Assert.Single(await _s3.WaitForExecutionsAsync()).Status);
    }

    [Fact]
    public async Task UserMetadataIsStoredCopiedAndReplaced()
    {
        await _s3.PutAsync("uploads/a.png", SyntheticImages.Png(3, 2), ("X-Amz-Meta-Focal-Point", "0.3,0.7"), ("x-amz-meta-author", "Zoë"));
        await _s3.SendAsync("PUT", "uploads/copy.png", [], ("x-amz-copy-source", "/uploads/a.png"));
        await _s3.SendAsync(
            "PUT", "uploads/other.png", [], ("x-amz-copy-source", "/uploads/a.png"), ("x-amz-metadata-directive", "REPLACE"), ("x-amz-meta-focal-point", "1,1"));

        foreach (var (method, path) in ((string, string)[])[("GET", "uploads/a.png"), ("HEAD", "uploads/a.png"), ("HEAD", "uploads/copy.png")])
        {
            var response = await _s3.SendAsync(method, path);
            Assert.Equal("0.3,0.7", response.Header("x-amz-meta-focal-point"));
            Assert.Equal("=?UTF-8?B?Wm/Dqw==?=", response.Header("x-amz-meta-author"));
        }

        var replaced = await _s3.SendAsync("HEAD", "uploads/other.png");
        Assert.Equal("1,1", replaced.Header("x-amz-meta-focal-point"));
        Assert.Null(replaced.Header("x-amz-meta-author"));
        await _s3.PutAsync("uploads/a.png", SyntheticImages.Png(3, 2));
        Assert.Null((await _s3.GetAsync("uploads/a.png")).Header("x-amz-meta-focal-point"));
    }

    [Fact]
    public async Task UserMetadataOverTheLimitIsRefused()
    {
        var put = await _s3.PutAsync("uploads/a.png", SyntheticImages.Png(3, 2), ("x-amz-meta-note", new string('a', 2045)));

        Assert.Equal("400 MetadataTooLarge", put.Error);
        Assert.Equal(HttpStatusCode.OK, (await _s3.PutAsync("uploads/a.png", SyntheticImages.Png(3, 2), ("x-amz-meta-note", new string('a', 2044)))).Status);
    }

    [Fact]
    public async Task RenditionCanBeReadButNotWritten()
    {
        await _s3.PutAsync("uploads/cats/1.jpg", SyntheticImages.Jpeg(640, 480));
        await _s3.WaitForExecutionsAsync();
        var entry = (await _s3.GetAsync("renditions?list-type=2")).Values("Key");

        var get = await _s3.GetAsync($"renditions/{entry[0]}");

        Assert.StartsWith("image/", get.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("public, max-age=31536000, immutable", get.Header("Cache-Control"));
        Assert.NotEmpty(get.Body);
        foreach (var (method, query) in ((string, string)[])[("PUT", ""), ("DELETE", ""), ("POST", "?uploads"), ("PUT", "?uploadId=1&partNumber=1")])
        {
            var response = await _s3.SendAsync(method, $"renditions/{entry[0]}{query}", []);
            Assert.Equal("403 AccessDenied", response.Error);
            Assert.Contains("Only the pipeline writes to the bucket", response.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task HeadHasHeadersOnly()
    {
        await _s3.PutAsync("uploads/1.png", SyntheticImages.Png(3, 2));

        var head = await _s3.SendAsync("HEAD", "uploads/1.png");
        var missing = await _s3.SendAsync("HEAD", "uploads/2.png");

        Assert.Equal("image/png", head.Header("Content-Type"));
        Assert.Equal((await _s3.GetAsync("uploads/1.png")).Header("Content-Length"), head.Header("Content-Length"));
        Assert.Empty(head.Body);
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
        Assert.Empty(missing.Body);
    }

    [Fact]
    public async Task UploadedPageIsServedAsADownloadThatCannotRun()
    {
        foreach (var content in (string[])["<html><script>alert(1)</script></html>", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", ""])
        {
            await _s3.SendAsync("PUT", "uploads/a.html", System.Text.Encoding.UTF8.GetBytes(content), ("Content-Type", "text/html"));

            var get = await _s3.GetAsync("uploads/a.html?response-content-type=text/html&response-content-disposition=inline");

            Assert.Equal("application/octet-stream", get.Header("Content-Type"));
            Assert.Equal("attachment", get.Header("Content-Disposition"));
            Assert.Equal("nosniff", get.Header("X-Content-Type-Options"));
            Assert.Equal("default-src 'none'; sandbox", get.Header("Content-Security-Policy"));
        }
    }

    [Fact]
    public async Task DownloadHasTheRequestedName()
    {
        await _s3.PutAsync("uploads/1.png", SyntheticImages.Png(3, 2));

        var get = await _s3.GetAsync("uploads/1.png?response-content-disposition=attachment%3B%20filename%3D%22cat.png%22");

        Assert.Equal("attachment; filename=\"cat.png\"", get.Header("Content-Disposition"));
    }

    [Fact]
    public async Task DeletingTwiceGivesTheSameResponse()
    {
        await _s3.PutAsync("uploads/1.png", SyntheticImages.Png(3, 2));

        Assert.Equal(HttpStatusCode.NoContent, (await _s3.SendAsync("DELETE", "uploads/1.png")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _s3.SendAsync("DELETE", "uploads/1.png")).Status);

        Assert.Equal("404 NoSuchKey", (await _s3.GetAsync("uploads/1.png")).Error);
        Assert.Equal(2, (await _s3.WaitForExecutionsAsync()).Count);
    }

    [Fact]
    public async Task ManyObjectsAreDeletedAtOnce()
    {
        await _s3.PutAsync("uploads/a%20%26%20b", "1");
        await _s3.PutAsync("uploads/c", "2");
        var tooLong = new string('k', 1025);

        var response = await _s3.SendAsync("POST", "uploads?delete", Bytes(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Delete xmlns="{S3UnderTest.Xmlns}">
              <Object><Key>a &amp; b</Key></Object><Object><Key>c</Key><VersionId>null</VersionId></Object>
              <Object><Key>never there</Key></Object><Object><Key>{tooLong}</Key></Object>
            </Delete>
            """));
        await _s3.PutAsync("uploads/d", "3");
        var quiet = await _s3.SendAsync("POST", "uploads?delete", Bytes("<Delete><Quiet>true</Quiet><Object><Key>d</Key></Object></Delete>"));

        Assert.Equal(["a & b", "c", "never there", tooLong], response.Values("Key"));
        Assert.Equal(3, response.Values("Deleted").Count);
        Assert.Equal(["KeyTooLongError"], response.Values("Code"));
        Assert.Empty(quiet.Xml.Elements());
        Assert.Empty((await _s3.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects);
    }

    [Fact]
    public async Task DeleteWithAWrongChecksumDeletesNothing()
    {
        await _s3.PutAsync("uploads/a", "1");
        var body = Bytes("<Delete><Object><Key>a</Key></Object></Delete>");
        var (md5, crc) = (("Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww=="), ("x-amz-checksum-crc32", "AAAAAA=="));

        Assert.Equal("400 BadDigest", (await _s3.SendAsync("POST", "uploads?delete", body, md5)).Error);
        Assert.Equal("400 BadDigest", (await _s3.SendAsync("POST", "uploads?delete", body, crc)).Error);
        Assert.Equal("1", (await _s3.GetAsync("uploads/a")).Text);
    }

    [Theory]
    [InlineData("<Delete><Object><Key>a</Key></Object>")]
    [InlineData("<Other/>")]
    [InlineData("<Delete/>")]
    [InlineData("<Delete><Object/></Delete>")]
    [InlineData("<Delete><Object><Key>&#xD800;</Key></Object></Delete>")]
    [InlineData("<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Delete><Object><Key>&e;</Key></Object></Delete>")]
    public async Task MalformedXmlIsRefused(string body) =>
        Assert.Equal("400 MalformedXML", (await _s3.SendAsync("POST", "uploads?delete", Bytes(body))).Error);

    [Fact]
    public async Task CopyIsASeparateUpload()
    {
        await _s3.PutAsync("uploads/a%2Bb.png", SyntheticImages.Png(3, 2));
        await _s3.WaitForExecutionsAsync();
        var rendition = (await _s3.GetAsync("renditions")).Values("Key")[0];

        var copy = await _s3.SendAsync("PUT", "uploads/copy.png", [], ("x-amz-copy-source", "/uploads/a%2Bb.png"));
        var ofRendition = await _s3.SendAsync("PUT", "uploads/rendition", [], ("x-amz-copy-source", "renditions/" + Uri.EscapeDataString(rendition)));
        var toItself = await _s3.SendAsync("PUT", "uploads/copy.png", [], ("x-amz-copy-source", "uploads/copy.png"));
        var ofNothing = await _s3.SendAsync("PUT", "uploads/copy.png", [], ("x-amz-copy-source", "uploads/nothing"));
        var unwanted = await _s3.SendAsync(
            "PUT", "uploads/copy.png", [], ("x-amz-copy-source", "uploads/a%2Bb.png"), ("x-amz-copy-source-if-match", "\"other\""));

        Assert.Equal(copy.Value("ETag"), (await _s3.GetAsync("uploads/copy.png")).Header("ETag"));
        Assert.Equal(HttpStatusCode.OK, ofRendition.Status);
        Assert.Equal("400 InvalidRequest", toItself.Error);
        Assert.Equal("404 NoSuchKey", ofNothing.Error);
        Assert.Equal("412 PreconditionFailed", unwanted.Error);
        Assert.Equal(3, (await _s3.WaitForExecutionsAsync()).Count);
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
