using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Host.Signatures;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;

namespace Pipeline.Tests.Host.S3.Forms;

/// <summary>Uploads by HTML form, with and without a policy and credentials.</summary>
public sealed class FormTests : IAsyncLifetime
{
    private static readonly HostCredentials Credentials = new("AKLOCAL", "a secret/with+signs=");

    private S3UnderTest _open = null!;
    private S3UnderTest _signed = null!;

    public async Task InitializeAsync() =>
        (_open, _signed) = (await S3UnderTest.StartAsync(maxUploadBytes: 1_000_000), await S3UnderTest.StartAsync(access: new() { Credentials = Credentials }));

    public async Task DisposeAsync()
    {
        await _open.DisposeAsync();
        await _signed.DisposeAsync();
    }

    [Fact]
    public async Task FormStoresItsFileWithEverythingThatItsFieldsSay()
    {
        var photo = SyntheticImages.Png(64, 48);

        using var response = await SendAsync(
            _open, photo, "C:\\My Photos\\löwe 1.png",
            ("key", "cats/${filename}"), ("Content-Type", "image/png"), ("Cache-Control", "max-age=5"), ("Content-Disposition", "inline"), ("Content-Encoding", "identity"),
            ("Expires", "0"), ("x-amz-meta-album", "Sommer ü"), ("acl", "public-read"), ("x-amz-storage-class", "STANDARD"),
            ("tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>"), ("x-ignore-me", "x"));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal($"{_open.Address}/uploads/cats/l%C3%B6we%201.png", response.Headers.Location!.AbsoluteUri);
        var found = await _open.SendAsync("HEAD", "uploads/cats/l%C3%B6we%201.png", null, ("x-amz-checksum-mode", "ENABLED"));
        Assert.Equal(response.Headers.ETag!.Tag, found.Header("ETag"));
        Assert.Equal(
            ["image/png", "max-age=5", "inline", "identity", "0", "1"],
            new[] { "Content-Type", "Cache-Control", "Content-Disposition", "Content-Encoding", "Expires", "x-amz-tagging-count" }.Select(found.Header));
        Assert.NotNull(found.Header("x-amz-checksum-crc64nvme"));
        Assert.Equal(photo, (await _open.GetAsync("uploads/cats/l%C3%B6we%201.png")).Body);
        var execution = Assert.Single(await _open.WaitForExecutionsAsync());
        Assert.Contains("POST Object", (await _open.Store.Executions.GetAsync(execution.Arn, CancellationToken.None))!.Input, StringComparison.Ordinal);
        Assert.Equal("Sommer ü", (await _open.Pipeline.GetEntryAsync("cats/löwe 1.png"))!.Record!.Current!.User!.Metadata!["album"]);
    }

    [Theory]
    [InlineData(null, 204)]
    [InlineData("200", 200)]
    [InlineData("204", 204)]
    [InlineData("302", 204)]
    public async Task StatusIsTheOneThatTheFormAsksFor(string? status, int expected)
    {
        using var response = await SendAsync(_open, [1], "a.bin", [("key", "a.bin"), .. status is null ? Array.Empty<(string, string)>() : [("success_action_status", status)]]);

        Assert.Equal((expected, ""), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Status201HasADocument()
    {
        using var response = await SendAsync(_open, "hello"u8.ToArray(), "a.txt", ("key", "two words/${filename}"), ("success_action_status", "201"));

        var xml = System.Xml.Linq.XElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.Created, "PostResponse"), (response.StatusCode, xml.Name.ToString()));
        Assert.Equal(
            [$"{_open.Address}/uploads/two%20words/a.txt", "uploads", "two words/a.txt", "\"5d41402abc4b2a76b9719d911017c592\""], xml.Elements().Select(element => element.Value));
    }

    [Theory]
    [InlineData("http://localhost:3000/done", "http://localhost:3000/done?bucket=uploads&key=a%20b.txt&etag=%225d41402abc4b2a76b9719d911017c592%22")]
    [InlineData("https://app.example/done?id=7#end", "https://app.example/done?id=7&bucket=uploads&key=a%20b.txt&etag=%225d41402abc4b2a76b9719d911017c592%22#end")]
    [InlineData("https://bücher.example/ü?ü=1", "https://xn--bcher-kva.example/%C3%BC?%C3%BC=1&bucket=uploads&key=a%20b.txt&etag=%225d41402abc4b2a76b9719d911017c592%22")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("nonsense", null)]
    public async Task BrowserIsSentToTheNextPage(string page, string? expected)
    {
        using var response = await SendAsync(_open, "hello"u8.ToArray(), "x", ("key", "a b.txt"), ("success_action_redirect", page), ("success_action_status", "200"));

        Assert.Equal(expected is null ? HttpStatusCode.OK : HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal(expected ?? $"{_open.Address}/uploads/a%20b.txt", response.Headers.GetValues("Location").Single());
    }

    [Fact]
    public async Task VirtualHostTakesForms()
    {
        using var response = await SendAsync(_open, "hello"u8.ToArray(), "x", host: $"uploads.s3.localhost:{_open.Port}", ("key", "a.txt"));

        Assert.Equal((HttpStatusCode.NoContent, $"http://uploads.s3.localhost:{_open.Port}/a.txt"), (response.StatusCode, response.Headers.Location!.AbsoluteUri));
    }

    [Theory]
    [InlineData("""[{"bucket":"uploads"},{"key":"a.txt"}]""", null)]
    [InlineData("""[{"bucket":"uploads","key":"a.txt"}]""", null)]
    [InlineData("""[["eq","$key","a.txt"]]""", null)]
    [InlineData("""[["EQ","$KEY","a.txt"]]""", null)]
    [InlineData("""[["starts-with","$key",""]]""", null)]
    [InlineData("""[["starts-with","$key","a."],["content-length-range",5,5]]""", null)]
    [InlineData("""[["starts-with","$key","a."],["content-length-range","0","5"]]""", null)]
    [InlineData("""[{"bucket":"renditions"},{"key":"a.txt"}]""", """403 AccessDenied Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "renditions"]""")]
    [InlineData("""[["eq","$key","b \"q\".txt"]]""", """403 AccessDenied Invalid according to Policy: Policy Condition failed: ["eq", "$key", "b \"q\".txt"]""")]
    [InlineData("""[["starts-with","$key","user/"]]""", """403 AccessDenied Invalid according to Policy: Policy Condition failed: ["starts-with", "$key", "user/"]""")]
    [InlineData("""[{"key":"a.txt"},["starts-with","$x-amz-meta-album",""]]""", """403 AccessDenied Invalid according to Policy: Policy Condition failed: ["starts-with", "$x-amz-meta-album", ""]""")]
    [InlineData("[]", "403 AccessDenied Invalid according to Policy: Extra input fields: key")]
    [InlineData("""[{"key":"a.txt"},["content-length-range",0,4]]""", "400 EntityTooLarge Your proposed upload exceeds the maximum allowed size")]
    [InlineData("""[{"key":"a.txt"},["content-length-range",6,10]]""", "400 EntityTooSmall Your proposed upload is smaller than the minimum allowed size")]
    [InlineData("""[{"key":"a.txt"},["content-length-range",6,5]]""", """400 InvalidPolicyDocument Invalid Policy: Invalid Condition: ["content-length-range",6,5]""")]
    [InlineData("""[["contains","$key","a"]]""", """400 InvalidPolicyDocument Invalid Policy: Invalid Condition: ["contains","$key","a"]""")]
    [InlineData("""[["eq","key","a"]]""", """400 InvalidPolicyDocument Invalid Policy: Invalid Condition: ["eq","key","a"]""")]
    [InlineData("""["key"]""", """400 InvalidPolicyDocument Invalid Policy: Invalid Condition: "key" """)]
    [InlineData("""{"key":"a.txt"}""", "400 InvalidPolicyDocument Invalid Policy: Policy missing conditions.")]
    public async Task PolicyHoldsEvenWithoutCredentials(string conditions, string? error)
    {
        using var response = await SendAsync(_open, "hello"u8.ToArray(), "x", ("key", "a.txt"), ("policy", CreatePolicy(conditions)));

        Assert.Equal(error?.Trim() ?? "204", await DescribeAsync(response));
        Assert.Equal(error is null, (await _open.GetAsync("uploads/a.txt")).Status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("%%%", "Invalid Policy: Invalid Base64.")]
    [InlineData("bm90IEpTT04=", "Invalid Policy: Invalid JSON.")]
    [InlineData("W10=", "Invalid Policy: Invalid JSON.")]
    [InlineData("e30=", "Invalid Policy: Policy missing expiration.")]
    [InlineData("eyJleHBpcmF0aW9uIjoic29vbiIsImNvbmRpdGlvbnMiOltdfQ==", "Invalid Policy: Invalid 'expiration' value: 'soon'")]
    public async Task PolicyThatIsNoneIsRefused(string policy, string message)
    {
        using var response = await SendAsync(_open, [1], "x", ("key", "a.txt"), ("policy", policy));

        Assert.Equal("400 InvalidPolicyDocument " + message, await DescribeAsync(response));
    }

    [Fact]
    public async Task PolicyExpires()
    {
        using var response = await SendAsync(_open, [1], "x", ("key", "a.txt"), ("policy", CreatePolicy("""[{"key":"a.txt"}]""", DateTime.UtcNow.AddSeconds(-1))));

        Assert.Equal("403 AccessDenied Invalid according to Policy: Policy expired.", await DescribeAsync(response));
    }

    [Fact]
    public async Task ConditionsSeeTheNameOfTheFileAndListsOfTypes()
    {
        var policy = CreatePolicy("""[["starts-with","$key","up/lion"],["starts-with","$Content-Type","image/"]]""");

        using var fits = await SendAsync(_open, [1], "lion.png", ("key", "up/${filename}"), ("Content-Type", "image/png,image/jpeg"), ("policy", policy));
        using var otherName = await SendAsync(_open, [1], "tiger.png", ("key", "up/${filename}"), ("Content-Type", "image/png"), ("policy", policy));
        using var otherType = await SendAsync(_open, [1], "lion.png", ("key", "up/${filename}"), ("Content-Type", "image/png,text/html"), ("policy", policy));

        Assert.Equal(["204", "403", "403"], new[] { fits, otherName, otherType }.Select(response => $"{(int)response.StatusCode}"));
    }

    [Fact]
    public async Task ErrorsNameTheSizes()
    {
        var policy = CreatePolicy("""[{"key":"a.txt"},["content-length-range",10,1000]]""");

        using var large = await SendAsync(_open, new byte[200_000], "x", ("key", "a.txt"), ("policy", policy));
        using var small = await SendAsync(_open, new byte[9], "x", ("key", "a.txt"), ("policy", policy));
        using var limit = await SendAsync(_open, new byte[1_000_001], "x", ("key", "a.txt"));

        Assert.Contains("<ProposedSize>200000</ProposedSize><MaxSizeAllowed>1000</MaxSizeAllowed>", await large.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("<ProposedSize>9</ProposedSize><MinSizeAllowed>10</MinSizeAllowed>", await small.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.StartsWith("413 EntityTooLarge", await DescribeAsync(limit), StringComparison.Ordinal);
        Assert.Empty((await _open.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects);
        Assert.Empty(Directory.GetFiles(Path.Combine(_open.Store.Folder, "tmp")));
    }

    [Theory]
    [InlineData("good", null)]
    [InlineData("no policy", "403 AccessDenied")]
    [InlineData("no signature", "400 InvalidArgument")]
    [InlineData("other secret", "403 SignatureDoesNotMatch")]
    [InlineData("other key", "403 InvalidAccessKeyId")]
    [InlineData("other policy", "403 SignatureDoesNotMatch")]
    [InlineData("other service", "400 AuthorizationQueryParametersError")]
    [InlineData("old", "403 AccessDenied")]
    public async Task HostWithCredentialsWantsASignedPolicy(string form, string? error)
    {
        var signedAt = DateTime.UtcNow.AddDays(form == "old" ? -8 : 0);
        var date = $"{signedAt:yyyyMMdd'T'HHmmss'Z'}";
        var scope = $"{date[..8]}/eu-central-1/{(form == "other service" ? "sts" : "s3")}/aws4_request";
        var credential = $"{(form == "other key" ? "AKOTHER" : Credentials.AccessKey)}/{scope}";
        var policy = CreatePolicy($$"""[{"key":"a.txt"},{"x-amz-algorithm":"AWS4-HMAC-SHA256"},{"x-amz-credential":"{{credential}}"},{"x-amz-date":"{{date}}"}]""");
        var signature = Sign(form == "other secret" ? "other" : Credentials.SecretKey, scope, policy);
        List<(string, string)> fields = [("key", "a.txt"), ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", credential), ("X-Amz-Date", date)];
        if (form != "no policy")
        {
            fields.Add(("Policy", form == "other policy" ? CreatePolicy("[]") : policy));
        }

        if (form != "no signature")
        {
            fields.Add(("X-Amz-Signature", signature));
        }

        using var response = await SendAsync(_signed, "hello"u8.ToArray(), "x", [.. fields]);

        Assert.Equal(error ?? "204", string.Join(' ', (await DescribeAsync(response)).Split(' ').Take(2)));
        Assert.Equal(error is null, await _signed.Store.Uploads.HeadAsync("a.txt", CancellationToken.None) is not null);
    }

    [Fact]
    public async Task FormIsNoWayAroundTheSignaturesOfOtherOperations()
    {
        foreach (var path in (string[])["uploads?delete", "uploads/a.txt?uploads", "", "uploads?x"])
        {
            using var form = CreateForm([1], "x", ("key", "a.txt"));
            using var response = await _signed.Client.PostAsync(new Uri($"{_signed.Address}/{path}"), form);

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("multipart/form-data", "x", "400 MalformedPOSTRequest")]
    [InlineData("multipart/form-data; boundary=b", "", "400 MalformedPOSTRequest")]
    [InlineData("multipart/form-data; boundary=b", "--b--\r\n", "400 InvalidArgument")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=key\r\n\r\na\r\n--b--\r\n", "400 InvalidArgument")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\na\r\n--b--\r\n", "400 MalformedPOSTRequest")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=file\r\n\r\na\r\n--b--\r\n", "400 InvalidArgument")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=key\r\n\r\n\r\n--b\r\nContent-Disposition: form-data; name=file\r\n\r\na\r\n--b--\r\n", "400 InvalidArgument")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=key\r\n\r\na\r\n--b\r\nContent-Disposition: form-data; name=Key\r\n\r\nb\r\n--b\r\nContent-Disposition: form-data; name=file\r\n\r\na\r\n--b--\r\n", "400 InvalidArgument")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=key\r\n\r\na\r\n--b\r\nContent-Disposition: form-data; name=file\r\n\r\ncontent that ends too ear", "400 MalformedPOSTRequest")]
    [InlineData("text/plain", "x", "412 PreconditionFailed")]
    public async Task FormsThatAreNoneAreRefused(string type, string body, string error)
    {
        var response = await _open.SendAsync("POST", "uploads", Encoding.UTF8.GetBytes(body), ("Content-Type", type));

        Assert.Equal(error, response.Error);
        Assert.Empty((await _open.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects);
        Assert.Empty(Directory.GetFiles(Path.Combine(_open.Store.Folder, "tmp")));
    }

    [Fact]
    public async Task FieldsAreBounded()
    {
        using var one = await SendAsync(_open, [1], "x", ("key", "a.txt"), ("x-ignore-a", new string('a', 20_000)));
        using var many = await SendAsync(_open, [1], "x", [("key", "a.txt"), .. Enumerable.Range(0, 300).Select(number => ($"x-ignore-{number}", ""))]);
        using var metadata = await SendAsync(_open, [1], "x", ("key", "a.txt"), ("x-amz-meta-a", new string('a', 3_000)));
        using var longKey = await SendAsync(_open, [1], "x", ("key", new string('k', 1_025)));
        using var renditions = CreateForm([1], "x", ("key", "a.txt"));
        using var readOnly = await _open.Client.PostAsync(new Uri($"{_open.Address}/renditions"), renditions);

        Assert.StartsWith("400 MaxPostPreDataLengthExceeded", await DescribeAsync(one), StringComparison.Ordinal);
        Assert.StartsWith("400 MaxPostPreDataLengthExceeded", await DescribeAsync(many), StringComparison.Ordinal);
        Assert.StartsWith("400 MetadataTooLarge", await DescribeAsync(metadata), StringComparison.Ordinal);
        Assert.StartsWith("400 KeyTooLongError", await DescribeAsync(longKey), StringComparison.Ordinal);
        Assert.StartsWith("403 AccessDenied", await DescribeAsync(readOnly), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-amz-meta-a b")]
    [InlineData("x-amz-meta-a:b")]
    [InlineData("x-amz-meta-ü")]
    public async Task NamesOfMetadataThatNoHeaderCanHaveAreRefused(string name)
    {
        using var response = await SendAsync(_open, [1], "x", ("key", "a.txt"), (name, "value"));

        Assert.StartsWith("400 InvalidArgument", await DescribeAsync(response), StringComparison.Ordinal);
        Assert.Equal("404 NoSuchKey", (await _open.GetAsync("uploads/a.txt")).Error);
    }

    [Fact]
    public async Task LinesInFieldsDoNotBecomeHeaders()
    {
        using var stored = await SendAsync(
            _open, [1], "x", ("key", "a.txt"), ("Cache-Control", "no-store\r\nX-Evil: 1"), ("x-amz-meta-a", "b\r\nX-Evil: 1"), ("Content-Type", "text/plain\r\nX-Evil: 1"));

        var get = await _open.GetAsync("uploads/a.txt");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.OK, null), (stored.StatusCode, get.Status, get.Header("X-Evil")));
        Assert.Equal(("no-storeX-Evil: 1", "bX-Evil: 1"), (get.Header("Cache-Control"), get.Header("x-amz-meta-a")));
    }

    [Fact]
    public async Task ChecksumInAFieldIsVerified()
    {
        using var right = await SendAsync(_open, "hello world"u8.ToArray(), "x", ("key", "a.txt"), ("x-amz-checksum-algorithm", "CRC32"), ("x-amz-checksum-crc32", "DUoRhQ=="));
        using var wrong = await SendAsync(_open, "hello World"u8.ToArray(), "x", ("key", "b.txt"), ("x-amz-checksum-crc32", "DUoRhQ=="));

        Assert.Equal(("204", "DUoRhQ=="), (await DescribeAsync(right), right.Headers.GetValues("x-amz-checksum-crc32").Single()));
        Assert.StartsWith("400 BadDigest", await DescribeAsync(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileIsOnDiskBeforeItsEndHasArrived()
    {
        await using var host = await S3UnderTest.StartAsync();
        var temporary = Path.Combine(host.Store.Folder, "tmp");
        using var content = new GatedStream(40 << 20, gate: 20 << 20, () => Directory.EnumerateFiles(temporary).Any(file => new FileInfo(file).Length > 10 << 20));
        using var form = new MultipartFormDataContent { { new StringContent("large.bin"), "key" }, { new StreamContent(content), "file", "large.bin" } };

        using var response = await host.Client.PostAsync(new Uri($"{host.Address}/uploads"), form);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(40 << 20, (await host.Store.Uploads.HeadAsync("large.bin", CancellationToken.None))!.Size);
    }

    private static Task<HttpResponseMessage> SendAsync(S3UnderTest host, byte[] file, string fileName, params (string Name, string Value)[] fields) =>
        SendAsync(host, file, fileName, host: null, fields);

    private static async Task<HttpResponseMessage> SendAsync(S3UnderTest target, byte[] file, string fileName, string? host, params (string Name, string Value)[] fields)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, host is null ? $"{target.Address}/uploads" : $"{target.Address}/") { Content = CreateForm(file, fileName, fields) };
        request.Headers.Host = host;
        return await client.SendAsync(request);
    }

    /// <summary>A form as browsers write it: names in quotation marks, as UTF-8.</summary>
    private static ByteArrayContent CreateForm(byte[] file, string fileName, params (string Name, string Value)[] fields)
    {
        const string Boundary = "----FormBoundary7MA4YWxkTrZu0gW";
        using var body = new MemoryStream();
        foreach (var (name, value) in fields)
        {
            body.Write(Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
        }

        body.Write(Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{fileName}\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
        body.Write(file);
        body.Write(Encoding.UTF8.GetBytes($"\r\n--{Boundary}\r\nContent-Disposition: form-data; name=\"submit\"\r\n\r\nUpload\r\n--{Boundary}--\r\n"));
        return new(body.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={Boundary}") } };
    }

    private static string CreatePolicy(string conditions, DateTime? expiration = null) => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        $$"""{"expiration":"{{expiration ?? DateTime.UtcNow.AddHours(1):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","conditions":{{conditions}}}"""));

    private static string Sign(string secret, string scope, string policy)
    {
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(policy)));
    }

    /// <summary>Status and, for an error, its code and message.</summary>
    private static async Task<string> DescribeAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var error = text.StartsWith('<') ? System.Xml.Linq.XElement.Parse(text) : null;
        return error is null ? $"{(int)response.StatusCode}" : $"{(int)response.StatusCode} {error.Element("Code")!.Value} {error.Element("Message")!.Value}";
    }

    /// <summary>Zeros, of which those behind the gate come only when the condition holds.</summary>
    private sealed class GatedStream(long length, long gate, Func<bool> condition) : Stream
    {
        private long _sent;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Assert.True(_sent < gate || SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(1)), "The first half of the file does not reach the disk.");
            var read = (int)Math.Min(count, length - _sent);
            Array.Clear(buffer, offset, read);
            _sent += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
