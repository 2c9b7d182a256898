using System.Net;
using System.Text;
using Pipeline.Host.S3.Bodies;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.S3.Objects;

/// <summary>What is kept of an object besides its content: headers, tags and checksums.</summary>
public sealed class PropertiesTests : IAsyncLifetime
{
    private const string ObjectPath = "uploads/a.txt";

    private static readonly (string Name, string Value)[] Stored =
    [
        ("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "private, max-age=60"), ("Content-Disposition", "inline; filename=\"a.txt\""),
        ("Content-Encoding", "identity"), ("Content-Language", "de"), ("Expires", "Wed, 21 Oct 2037 07:28:00 GMT"), ("x-amz-meta-album", "Sömmer"),
    ];

    private S3UnderTest _s3 = null!;

    public async Task InitializeAsync() => _s3 = await S3UnderTest.StartAsync();

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    [Theory]
    [InlineData("put")]
    [InlineData("parts")]
    [InlineData("copy")]
    [InlineData("replacing copy")]
    public async Task HeadersOfAnUploadAreServedWithTheObject(string way)
    {
        await StoreAsync(way);

        foreach (var method in (string[])["GET", "HEAD"])
        {
            var response = await _s3.SendAsync(method, ObjectPath);

            Assert.Equal(Stored[..^1], Stored[..^1].Select(header => (header.Name, response.Header(header.Name)!)));
            Assert.Equal("=?UTF-8?B?U8O2bW1lcg==?=", response.Header("x-amz-meta-album"));
            Assert.Equal("2", response.Header("x-amz-tagging-count"));
            Assert.Equal(("nosniff", "default-src 'none'; sandbox"), (response.Header("X-Content-Type-Options"), response.Header("Content-Security-Policy")));
        }

        Assert.Equal(["a b", "team"], (await _s3.GetAsync(ObjectPath + "?tagging")).Values("Key"));
        Assert.Equal(["c:d", ""], (await _s3.GetAsync(ObjectPath + "?tagging")).Values("Value"));
    }

    [Fact]
    public async Task RequestsChooseOtherHeaders()
    {
        await StoreAsync("put");

        var get = await _s3.GetAsync(
            ObjectPath + "?response-content-type=text/csv&response-cache-control=no-store&response-content-disposition=attachment&response-content-language=fr"
            + "&response-content-encoding=br&response-expires=0");

        Assert.Equal(
            ["text/csv", "no-store", "attachment", "fr", "br", "0"],
            new[] { "Content-Type", "Cache-Control", "Content-Disposition", "Content-Language", "Content-Encoding", "Expires" }.Select(get.Header));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("IMAGE/SVG+XML")]
    [InlineData("application/javascript")]
    [InlineData("text/css")]
    [InlineData("application/xhtml+xml")]
    public async Task TypesThatBrowsersRunAreDownloads(string type)
    {
        await _s3.PutAsync(ObjectPath, "x"u8.ToArray(), ("Content-Type", type), ("Content-Disposition", "inline"));
        var photo = SyntheticImages.Png(8, 8);
        await _s3.PutAsync("uploads/a.png", photo, ("Content-Type", type));

        var (get, image) = (await _s3.GetAsync(ObjectPath), await _s3.GetAsync("uploads/a.png"));

        Assert.Equal(("application/octet-stream", "attachment"), (get.Header("Content-Type"), get.Header("Content-Disposition")));
        Assert.Equal("image/png", image.Header("Content-Type"));
    }

    [Fact]
    public async Task CopyKeepsOrReplacesTagsAndMetadataAsItsDirectivesSay()
    {
        await StoreAsync("put");

        await _s3.PutAsync("uploads/b", [], ("x-amz-copy-source", ObjectPath), ("x-amz-tagging-directive", "REPLACE"), ("x-amz-tagging", "only=this"));
        await _s3.PutAsync("uploads/c", [], ("x-amz-copy-source", ObjectPath), ("x-amz-metadata-directive", "REPLACE"), ("Cache-Control", "no-store"));
        var unknown = await _s3.PutAsync("uploads/d", [], ("x-amz-copy-source", ObjectPath), ("x-amz-metadata-directive", "MERGE"));

        Assert.Equal(["only"], (await _s3.GetAsync("uploads/b?tagging")).Values("Key"));
        Assert.Equal("private, max-age=60", (await _s3.GetAsync("uploads/b")).Header("Cache-Control"));
        Assert.Equal(["a b", "team"], (await _s3.GetAsync("uploads/c?tagging")).Values("Key"));
        Assert.Equal(("no-store", null), ((await _s3.GetAsync("uploads/c")).Header("Cache-Control"), (await _s3.GetAsync("uploads/c")).Header("Content-Language")));
        Assert.Equal("400 InvalidArgument", unknown.Error);
    }

    [Fact]
    public async Task TagsChangeWithoutAnExecution()
    {
        await _s3.PutAsync(ObjectPath, "x");
        await _s3.WaitForExecutionsAsync();
        var before = (await _s3.GetAsync(ObjectPath)).Header("Last-Modified");

        await _s3.PutAsync(ObjectPath + "?tagging", TagDocument(("k", "v")));
        var tags = await _s3.GetAsync(ObjectPath + "?tagging");
        await _s3.PutAsync("uploads/other", "y");
        await _s3.SendAsync("DELETE", ObjectPath + "?tagging");

        Assert.Equal(("k", "v"), (tags.Value("Key"), tags.Value("Value")));
        Assert.Empty((await _s3.GetAsync(ObjectPath + "?tagging")).Values("Tag"));
        Assert.Equal(before, (await _s3.GetAsync(ObjectPath)).Header("Last-Modified"));
        Assert.Equal(2, (await _s3.WaitForExecutionsAsync()).Count);
        Assert.Equal("404 NoSuchKey", (await _s3.PutAsync("uploads/none?tagging", TagDocument(("k", "v")))).Error);
        Assert.Equal("403 AccessDenied", (await _s3.PutAsync("renditions/x?tagging", TagDocument(("k", "v")))).Error);
    }

    [Fact]
    public async Task InvalidTagsAreRefusedWithTheErrorsOfS3()
    {
        await _s3.PutAsync(ObjectPath, "x");
        var eleven = Enumerable.Range(0, 11).Select(number => ($"k{number}", "v")).ToArray();

        Assert.Equal("400 BadRequest", (await _s3.PutAsync(ObjectPath + "?tagging", TagDocument(eleven))).Error);
        Assert.Equal("400 InvalidTag", (await _s3.PutAsync(ObjectPath + "?tagging", TagDocument(("", "v")))).Error);
        Assert.Equal("400 InvalidTag", (await _s3.PutAsync(ObjectPath + "?tagging", TagDocument((new string('k', 129), "v")))).Error);
        Assert.Equal("400 InvalidTag", (await _s3.PutAsync(ObjectPath + "?tagging", TagDocument(("k", new string('v', 257))))).Error);
        Assert.Equal("400 InvalidTag", (await _s3.PutAsync(ObjectPath + "?tagging", TagDocument(("k", "v"), ("k", "w")))).Error);
        Assert.Equal("400 MalformedXML", (await _s3.PutAsync(ObjectPath + "?tagging", "<Other/>")).Error);
        Assert.Equal("400 InvalidArgument", (await _s3.PutAsync("uploads/b", "x"u8.ToArray(), ("x-amz-tagging", "k=1&k=2"))).Error);
        Assert.Equal("400 InvalidTag", (await _s3.PutAsync("uploads/b", "x"u8.ToArray(), ("x-amz-tagging", "k=%3C"))).Error);
        Assert.Equal("404 NoSuchKey", (await _s3.GetAsync("uploads/b")).Error);
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32", "DUoRhQ==")]
    [InlineData("x-amz-checksum-sha256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=")]
    [InlineData(null, "jSnVw/bqjr4=")]
    public async Task ChecksumIsKeptAndReturnedWhenAskedFor(string? header, string value)
    {
        var put = await _s3.PutAsync(ObjectPath, "hello world"u8.ToArray(), header is null ? [] : [(header, value)]);
        header ??= "x-amz-checksum-crc64nvme";

        var head = await _s3.SendAsync("HEAD", ObjectPath, null, ("x-amz-checksum-mode", "ENABLED"));
        var range = await _s3.GetAsync(ObjectPath, ("x-amz-checksum-mode", "ENABLED"), ("Range", "bytes=0-1"));
        var copy = await _s3.PutAsync("uploads/b", [], ("x-amz-copy-source", ObjectPath));
        var attributes = await _s3.GetAsync(ObjectPath + "?attributes", ("x-amz-object-attributes", "Checksum,ETag,ObjectSize,StorageClass"));

        Assert.Equal((value, value, "FULL_OBJECT"), (put.Header(header), head.Header(header), head.Header("x-amz-checksum-type")));
        Assert.Null((await _s3.GetAsync(ObjectPath)).Header(header));
        Assert.Null(range.Header(header));
        var element = "Checksum" + header["x-amz-checksum-".Length..].ToUpperInvariant();
        Assert.Equal((value, value), (copy.Value(element), attributes.Value(element)));
        Assert.Equal((put.ETag, "11", "STANDARD"), (attributes.Value("ETag"), attributes.Value("ObjectSize"), attributes.Value("StorageClass")));
        Assert.Equal("400 InvalidArgument", (await _s3.GetAsync(ObjectPath + "?attributes")).Error);
    }

    [Theory]
    [InlineData("SHA256", null, true)]
    [InlineData("CRC32", null, true)]
    [InlineData("CRC32C", "FULL_OBJECT", false)]
    [InlineData("CRC64NVME", null, false)]
    [InlineData(null, null, false)]
    public async Task ChecksumOfPartsIsCompositeOrOfTheWholeContent(string? algorithm, string? type, bool isComposite)
    {
        var parts = new[] { new byte[5 << 20], "hello world"u8.ToArray() };
        (string, string)[] headers = [.. algorithm is null ? Array.Empty<(string, string)>() : [("x-amz-checksum-algorithm", algorithm)], .. type is null ? Array.Empty<(string, string)>() : [("x-amz-checksum-type", type)]];
        var id = (await _s3.SendAsync("POST", $"{ObjectPath}?uploads", [], headers)).Value("UploadId");
        var etags = new List<string>();
        foreach (var part in parts)
        {
            etags.Add((await _s3.PutAsync($"{ObjectPath}?partNumber={etags.Count + 1}&uploadId={id}", part)).ETag!);
        }

        var listed = await _s3.GetAsync($"{ObjectPath}?uploadId={id}");
        var document = $"<CompleteMultipartUpload>{string.Concat(etags.Select((etag, index) => $"<Part><PartNumber>{index + 1}</PartNumber><ETag>{etag}</ETag></Part>"))}</CompleteMultipartUpload>";
        var refused = algorithm is null ? null : await CompleteAsync((headers[0].Item2, Convert.ToBase64String(new byte[Checksum.Lengths[algorithm]])));
        var complete = await CompleteAsync();
        var repeated = await CompleteAsync();
        var head = await _s3.SendAsync("HEAD", ObjectPath, null, ("x-amz-checksum-mode", "ENABLED"));

        var name = algorithm ?? "CRC64NVME";
        var digests = parts.Select(part => Compute(name, part)).ToArray();
        var expected = isComposite ? Convert.ToBase64String(Compute(name, [.. digests[0], .. digests[1]])) + "-2" : Convert.ToBase64String(Compute(name, [.. parts[0], .. parts[1]]));
        Assert.Equal(expected, complete.Value($"Checksum{name}"));
        Assert.Equal((expected, isComposite ? "COMPOSITE" : "FULL_OBJECT"), (head.Header($"x-amz-checksum-{name.ToLowerInvariant()}"), head.Header("x-amz-checksum-type")));
        Assert.Equal(complete.Text, repeated.Text);
        Assert.Equal(algorithm is null ? [] : digests.Select(Convert.ToBase64String), listed.Values($"Checksum{name}"));
        Assert.Equal(algorithm is null ? null : "400 BadDigest", refused?.Error);

        Task<S3Response> CompleteAsync(params (string Algorithm, string Value)[] checksums) => _s3.SendAsync(
            "POST", $"{ObjectPath}?uploadId={id}", Encoding.UTF8.GetBytes(document), [.. checksums.Select(checksum => ($"x-amz-checksum-{checksum.Algorithm.ToLowerInvariant()}", checksum.Value))]);
    }

    [Theory]
    [InlineData("SHA256", "FULL_OBJECT")]
    [InlineData("CRC64NVME", "COMPOSITE")]
    [InlineData("CRC32", "OTHER")]
    public async Task ChecksumTypeThatAnAlgorithmDoesNotHaveIsRefused(string algorithm, string type) => Assert.Equal(
        "400 InvalidRequest", (await _s3.SendAsync("POST", $"{ObjectPath}?uploads", [], ("x-amz-checksum-algorithm", algorithm), ("x-amz-checksum-type", type))).Error);

    [Fact]
    public async Task PropertiesSurviveARestart()
    {
        await StoreAsync("put");
        var before = await _s3.Store.Uploads.HeadAsync("a.txt", CancellationToken.None);

        await using var reader = Pipeline.Host.Store.LocalStore.OpenReadOnly(_s3.Store.Folder, TimeProvider.System);
        var after = await reader.Uploads.HeadAsync("a.txt", CancellationToken.None);

        Assert.Equal(before!.Properties!.Headers, after!.Properties!.Headers);
        Assert.Equal(before.Properties.Tags, after.Properties.Tags);
        Assert.Equal(("crc64nvme", before.Properties.Checksum), (after.Properties.Checksum!.Algorithm, after.Properties.Checksum));
    }

    private static byte[] Compute(string algorithm, byte[] content)
    {
        using var checksum = Checksum.Create(algorithm);
        checksum.Append(content);
        return checksum.Finish();
    }

    private static string TagDocument(params (string Key, string Value)[] tags) =>
        $"<Tagging xmlns=\"{S3UnderTest.Xmlns}\"><TagSet>{string.Concat(tags.Select(tag => $"<Tag><Key>{tag.Key}</Key><Value>{tag.Value}</Value></Tag>"))}</TagSet></Tagging>";

    private async Task StoreAsync(string way)
    {
        (string, string)[] all = [.. Stored, ("x-amz-tagging", "team=&a+b=c%3Ad")];
        var content = "content"u8.ToArray();
        var response = way switch
        {
            "put" => await _s3.PutAsync(ObjectPath, content, all),
            "parts" => await StorePartsAsync(content, all),
            "copy" => await CopyAsync(all, []),
            _ => await CopyAsync([], [("x-amz-metadata-directive", "REPLACE"), ("x-amz-tagging-directive", "REPLACE"), .. all]),
        };
        Assert.Equal(HttpStatusCode.OK, response.Status);
    }

    private async Task<S3Response> CopyAsync((string, string)[] source, (string, string)[] copy)
    {
        await _s3.PutAsync("uploads/source", "content"u8.ToArray(), source);
        return await _s3.PutAsync(ObjectPath, [], [("x-amz-copy-source", "uploads/source"), .. copy]);
    }

    private async Task<S3Response> StorePartsAsync(byte[] content, (string, string)[] headers)
    {
        var id = (await _s3.SendAsync("POST", $"{ObjectPath}?uploads", [], headers)).Value("UploadId");
        var etag = (await _s3.PutAsync($"{ObjectPath}?partNumber=1&uploadId={id}", content)).ETag;
        return await _s3.SendAsync(
            "POST", $"{ObjectPath}?uploadId={id}", Encoding.UTF8.GetBytes($"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>"));
    }
}
