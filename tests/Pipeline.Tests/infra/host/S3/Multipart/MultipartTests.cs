using System.Net;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Executions;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Host.Store;

namespace Pipeline.Tests.Host.S3.Multipart;

public sealed class MultipartTests : IAsyncLifetime
{
    private const int PartBytes = 5 << 20;
    private const int Limit = 24 << 20;
    private const string ObjectPath = "uploads/large%20file.bin";

    private S3UnderTest _s3 = null!;

    public async Task InitializeAsync() => _s3 = await S3UnderTest.StartAsync(Limit);

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    [Fact]
    public async Task UserMetadataOfTheFirstRequestIsThatOfTheObject()
    {
        var id = (await _s3.SendAsync("POST", $"{ObjectPath}?uploads", [], ("x-amz-meta-focal-point", "0.25,0"))).Value("UploadId");
        var etag = (await PutAsync(id, 1, [1, 2, 3])).ETag!;
        await CompleteAsync(id, [etag]);

        Assert.Equal("0.25,0", (await _s3.SendAsync("HEAD", ObjectPath)).Header("x-amz-meta-focal-point"));
    }

    [Fact]
    public async Task TwentyMegabytesInPartsAreOneObjectAndOneExecution()
    {
        var content = Content(4);
        var id = await CreateAsync();

        // The order does not matter, and one part is uploaded twice.
        var etags = new string[4];
        foreach (var part in (int[])[3, 0, 2, 1, 0])
        {
            etags[part] = (await PutAsync(id, part + 1, content[(part * PartBytes)..((part + 1) * PartBytes)])).ETag!;
        }

        var complete = await CompleteAsync(id, etags);
        var get = await _s3.GetAsync(ObjectPath);

        var digests = Enumerable.Range(0, 4).SelectMany(part => Convert.FromHexString(EntityTag.Compute(content[(part * PartBytes)..((part + 1) * PartBytes)]))).ToArray();
        Assert.Equal($"\"{EntityTag.Compute(digests)}-4\"", complete.Value("ETag"));
        Assert.Equal($"{_s3.Address}/{ObjectPath}", complete.Value("Location"));
        Assert.Equal("large file.bin", complete.Value("Key"));
        Assert.Equal(complete.Value("ETag"), get.Header("ETag"));
        Assert.Equal(content, get.Body);
        var execution = Assert.Single(await _s3.WaitForExecutionsAsync());
        var input = JsonDocument.Parse((await _s3.Store.Executions.GetAsync(execution.Arn, CancellationToken.None))!.Input!);
        Assert.Equal("CompleteMultipartUpload", input.RootElement.GetProperty("detail").GetProperty("reason").GetString());
        Assert.Empty((await _s3.GetAsync("uploads?uploads")).Values("Upload"));
        Assert.Equal("404 NoSuchUpload", (await PutAsync(id, 1, [1])).Error);
    }

    [Fact]
    public async Task CompletingRepeatedlyGivesOneExecution()
    {
        var id = await CreateAsync();
        var etag = (await PutAsync(id, 1, [1])).ETag!;

        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CompleteAsync(id, etag)));

        Assert.All(responses, answer => Assert.Equal(responses[0].Value("ETag"), answer.Value("ETag")));
        Assert.Single(await _s3.WaitForExecutionsAsync());
        Assert.Equal("404 NoSuchUpload", (await CompleteAsync(id, EntityTag.Compute(2))).Error);
        Assert.Equal("404 NoSuchUpload", (await _s3.SendAsync("DELETE", $"{ObjectPath}?uploadId={id}")).Error);
    }

    [Fact]
    public async Task ImageInPartsIsProcessed()
    {
        var id = await CreateAsync();
        var etag = (await PutAsync(id, 1, SyntheticImages.Jpeg(640, 480))).ETag!;

        await CompleteAsync(id, etag);

        Assert.Equal(RecordedStatus.Succeeded, Assert.Single(await _s3.WaitForExecutionsAsync()).Status);
        Assert.NotEmpty((await _s3.GetAsync("renditions")).Values("Key"));
    }

    [Fact]
    public async Task PartsAndUploadsAreListedInPages()
    {
        var id = await CreateAsync();
        await CreateAsync("uploads/other");
        foreach (var number in (int[])[7, 1, 3])
        {
            await PutAsync(id, number, [(byte)number]);
        }

        var parts = await _s3.GetAsync($"{ObjectPath}?uploadId={id}&max-parts=2");
        var rest = await _s3.GetAsync($"{ObjectPath}?uploadId={id}&part-number-marker={parts.Value("NextPartNumberMarker")}");
        var uploads = await _s3.GetAsync("uploads?uploads&max-uploads=1");
        var more = await _s3.GetAsync($"uploads?uploads&key-marker={uploads.Value("NextKeyMarker")}&upload-id-marker={uploads.Value("NextUploadIdMarker")}");

        Assert.Equal(["1", "3"], parts.Values("PartNumber"));
        Assert.Equal("true", parts.Value("IsTruncated"));
        Assert.Equal(["7"], rest.Values("PartNumber"));
        Assert.Equal($"\"{EntityTag.Compute(7)}\"", rest.Value("ETag"));
        Assert.Equal(["large file.bin"], uploads.Values("Key"));
        Assert.Equal("true", uploads.Value("IsTruncated"));
        Assert.Equal(["other"], more.Values("Key"));
        Assert.Equal("false", more.Value("IsTruncated"));
    }

    [Fact]
    public async Task AbortedUploadIsGone()
    {
        var id = await CreateAsync();
        await PutAsync(id, 1, [1]);

        Assert.Equal(HttpStatusCode.NoContent, (await _s3.SendAsync("DELETE", $"{ObjectPath}?uploadId={id}")).Status);

        Assert.Equal("404 NoSuchUpload", (await _s3.SendAsync("DELETE", $"{ObjectPath}?uploadId={id}")).Error);
        Assert.Equal("404 NoSuchUpload", (await PutAsync(id, 1, [1])).Error);
        Assert.Equal("404 NoSuchUpload", (await CompleteAsync(id, EntityTag.Compute(1))).Error);
        Assert.Empty(Directory.GetDirectories(System.IO.Path.Combine(_s3.Store.Folder, "multipart")));
        Assert.Empty(await _s3.WaitForExecutionsAsync());
    }

    [Theory]
    [InlineData("../uploads")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("")]
    public async Task UnknownIdIsRefused(string id) =>
        Assert.Equal("404 NoSuchUpload", (await CompleteAsync(Uri.EscapeDataString(id), EntityTag.Compute(1))).Error);

    [Fact]
    public async Task UploadIdIsValidForItsKeyOnly()
    {
        var id = await CreateAsync();

        Assert.Equal("404 NoSuchUpload", (await _s3.PutAsync($"uploads/other?partNumber=1&uploadId={id}", [1])).Error);
    }

    [Fact]
    public async Task WrongListOfPartsIsRefusedAndLeavesTheUpload()
    {
        var id = await CreateAsync();
        var (one, two) = ((await PutAsync(id, 1, [1])).ETag!, (await PutAsync(id, 2, [2])).ETag!);

        Assert.Equal("400 InvalidPart", (await CompleteAsync(id, one, two, one)).Error);
        Assert.Equal("400 InvalidPart", (await CompleteAsync(id, two)).Error);
        Assert.Equal("400 InvalidPartOrder", (await CompleteXmlAsync(id, Part(2, two) + Part(1, one))).Error);
        Assert.Equal("400 InvalidPartOrder", (await CompleteXmlAsync(id, Part(1, one) + Part(1, one))).Error);
        Assert.Equal("400 EntityTooSmall", (await CompleteAsync(id, one, two)).Error);
        Assert.Equal("400 MalformedXML", (await CompleteXmlAsync(id, "")).Error);
        Assert.Equal("400 MalformedXML", (await CompleteXmlAsync(id, "<Part><ETag>1</ETag></Part>")).Error);
        Assert.Empty(await _s3.WaitForExecutionsAsync());
        Assert.Equal(HttpStatusCode.OK, (await CompleteAsync(id, one)).Status);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    [InlineData("one")]
    public async Task PartNumberHasBounds(string number) =>
        Assert.Equal("400 InvalidArgument", (await _s3.PutAsync($"{ObjectPath}?partNumber={number}&uploadId={await CreateAsync()}", [1])).Error);

    [Fact]
    public async Task PartsShareTheLimitOfOneUpload()
    {
        var id = await CreateAsync();
        await PutAsync(id, 1, new byte[Limit - 1]);

        var tooMuch = await PutAsync(id, 2, new byte[2]);

        Assert.Equal("413 EntityTooLarge", tooMuch.Error);
        Assert.Equal(Limit.ToString(), tooMuch.Xml.Element("MaxSizeAllowed")!.Value);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(id, 2, new byte[1])).Status);
    }

    [Fact]
    public async Task UploadsAreListedByFolder()
    {
        foreach (var key in (string[])["a/1", "a/2", "b", "c/d/1", "c/e"])
        {
            await CreateAsync($"uploads/{key}");
        }

        var root = await _s3.GetAsync("uploads?uploads&delimiter=/");
        var below = await _s3.GetAsync("uploads?uploads&delimiter=/&prefix=c/");
        var first = await _s3.GetAsync("uploads?uploads&delimiter=/&max-uploads=1");
        var rest = await _s3.GetAsync($"uploads?uploads&delimiter=/&key-marker={first.Value("NextKeyMarker")}");

        Assert.Equal("b; a/ c/", Describe(root));
        Assert.Equal("c/e; c/d/", Describe(below));
        Assert.Equal(("; a/", "true"), (Describe(first), first.Value("IsTruncated")));
        Assert.Equal("b; c/", Describe(rest));

        static string Describe(S3Response list) =>
            $"{string.Join(' ', list.Values("Key"))}; {string.Join(' ', list.Xml.Elements(System.Xml.Linq.XName.Get("CommonPrefixes", S3UnderTest.Xmlns)).Select(element => element.Value))}";
    }

    [Fact]
    public async Task ChecksumsOfPartsAndOfTheWholeAreVerified()
    {
        var id = await CreateAsync();
        var part = await _s3.PutAsync($"{ObjectPath}?partNumber=1&uploadId={id}", "hello world"u8.ToArray(), ("x-amz-checksum-crc32", "DUoRhQ=="));
        var damaged = await _s3.PutAsync($"{ObjectPath}?partNumber=2&uploadId={id}", "hello World"u8.ToArray(), ("x-amz-checksum-crc32", "DUoRhQ=="));
        (string, string) full = ("x-amz-checksum-type", "FULL_OBJECT");

        Assert.Equal("DUoRhQ==", part.Header("x-amz-checksum-crc32"));
        Assert.Equal("400 BadDigest", damaged.Error);
        Assert.Equal("400 BadDigest", (await CompleteXmlAsync(id, Part(1, part.ETag!), full, ("x-amz-checksum-crc64nvme", "AAAAAAAAAAA="))).Error);
        Assert.Empty(await _s3.WaitForExecutionsAsync());
        Assert.Equal(HttpStatusCode.OK, (await CompleteXmlAsync(id, Part(1, part.ETag!), full, ("x-amz-checksum-crc64nvme", "jSnVw/bqjr4="))).Status);
    }

    [Fact]
    public async Task PartsAreCopiedFromOtherObjects()
    {
        await _s3.PutAsync("uploads/source", "0123456789");
        var id = await CreateAsync();

        var copied = await _s3.PutAsync($"{ObjectPath}?partNumber=1&uploadId={id}", [], ("x-amz-copy-source", "uploads/source"), ("x-amz-copy-source-range", "bytes=2-4"));
        var outside = await _s3.PutAsync($"{ObjectPath}?partNumber=2&uploadId={id}", [], ("x-amz-copy-source", "uploads/source"), ("x-amz-copy-source-range", "bytes=2-10"));
        await CompleteAsync(id, copied.Value("ETag").Trim('"'));

        Assert.Equal("400 InvalidArgument", outside.Error);
        Assert.Equal("234", (await _s3.GetAsync(ObjectPath)).Text);
    }

    private static byte[] Content(int parts)
    {
        var content = new byte[parts * PartBytes];
        new Random(1).NextBytes(content);
        return content;
    }

    private async Task<string> CreateAsync(string path = ObjectPath) => (await _s3.SendAsync("POST", $"{path}?uploads")).Value("UploadId");

    private Task<S3Response> PutAsync(string id, int number, byte[] content) => _s3.PutAsync($"{ObjectPath}?partNumber={number}&uploadId={id}", content);

    private Task<S3Response> CompleteAsync(string id, params string[] etags) => CompleteXmlAsync(id, string.Concat(etags.Select((etag, index) => Part(index + 1, etag))));

    private Task<S3Response> CompleteXmlAsync(string id, string parts, params (string, string)[] headers) => _s3.SendAsync(
        "POST",
        $"{ObjectPath}?uploadId={id}",
        Encoding.UTF8.GetBytes($"<CompleteMultipartUpload xmlns=\"{S3UnderTest.Xmlns}\">{parts}</CompleteMultipartUpload>"),
        headers);

    private static string Part(int number, string etag) => $"<Part><PartNumber>{number}</PartNumber><ETag>&quot;{etag}&quot;</ETag></Part>";
}
