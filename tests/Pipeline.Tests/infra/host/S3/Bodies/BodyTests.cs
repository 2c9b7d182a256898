using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.S3.Bodies;

/// <summary>The content of requests: checksums, codings, limits.</summary>
public sealed class BodyTests : IAsyncLifetime
{
    private const int Limit = 1 << 20;
    private const string ObjectPath = "uploads/chunkObject.txt";

    private S3UnderTest _s3 = null!;

    public async Task InitializeAsync() => _s3 = await S3UnderTest.StartAsync(Limit);

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    /// <summary>The example of the Amazon S3 API Reference, "Transferring Payload in Multiple Chunks": 65 KB of the letter a, in chunks of 64 and 1 KB.</summary>
    [Fact]
    public async Task SignedChunksAreDecoded()
    {
        var body = Chunks(
            ("ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648", 65536),
            ("0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497", 1024),
            ("b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", 0)) + "\r\n";

        var put = await _s3.PutAsync(
            ObjectPath, Encoding.ASCII.GetBytes(body), ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), ("Content-Encoding", "aws-chunked"), ("x-amz-decoded-content-length", "66560"));

        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.Equal(new string('a', 66560), (await _s3.GetAsync(ObjectPath)).Text);
    }

    /// <summary>The example of "Including Trailing Headers": the same bytes with their CRC-32C in a trailer.</summary>
    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n\r\n")]
    public async Task SignedTrailerIsRead(string lineEnd)
    {
        var body = Chunks(
            ("b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2", 65536),
            ("1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7", 1024),
            ("2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992", 0))
            + $"x-amz-checksum-crc32c:sOO8/Q=={lineEnd}x-amz-trailer-signature:63bddb248ad2590c92712055f51b8e78ab024eead08276b24f010b0efd74843f\r\n\r\n";

        var put = await _s3.PutAsync(
            ObjectPath,
            Encoding.ASCII.GetBytes(body),
            ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
            ("Content-Encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", "66560"),
            ("x-amz-trailer", "x-amz-checksum-crc32c"));

        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.Equal("sOO8/Q==", put.Header("x-amz-checksum-crc32c"));
        Assert.Equal("FULL_OBJECT", put.Header("x-amz-checksum-type"));
        Assert.Equal(new string('a', 66560), (await _s3.GetAsync(ObjectPath)).Text);
    }

    [Theory]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n", "11", "200")]
    [InlineData("6\r\nhello \r\n5\r\nworld\r\n0\r\nX-Amz-Checksum-Crc32: DUoRhQ==\r\n\r\n", "11", "200")]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "11", "400 BadDigest")]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n", "11", "400 InvalidRequest")]
    [InlineData("b\r\nhello world\r\n0\r\n\r\n", "11", "400 MalformedTrailerError")]
    [InlineData("b\r\nhello world\r\n0\r\nnonsense\r\n\r\n", "11", "400 MalformedTrailerError")]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n", "12", "400 IncompleteBody")]
    [InlineData("b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n", "10", "400 IncompleteBody")]
    [InlineData("b\r\nhello world\r\n", "11", "400 IncompleteBody")]
    [InlineData("b\r\nhello", "11", "400 IncompleteBody")]
    [InlineData("5\r\nhello world\r\n0\r\n\r\n", "11", "400 IncompleteBody")]
    [InlineData("hello world, not coded at all\r\n", "11", "400 InvalidRequest")]
    [InlineData("-1\r\nhello world\r\n", "11", "400 InvalidRequest")]
    [InlineData("", "11", "400 IncompleteBody")]
    public async Task UnsignedTrailerIsVerified(string body, string length, string expected)
    {
        var put = await _s3.PutAsync(
            ObjectPath,
            Encoding.ASCII.GetBytes(body),
            ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
            ("Content-Encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", length),
            ("x-amz-trailer", "x-amz-checksum-crc32"));

        Assert.Equal(expected, put.Status == HttpStatusCode.OK ? "200" : put.Error);
        await AssertStoredAsync(put.Status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32", "DUoRhQ==")]
    [InlineData("x-amz-checksum-crc32c", "yZRlqg==")]
    [InlineData("x-amz-checksum-crc64nvme", "jSnVw/bqjr4=")]
    [InlineData("x-amz-checksum-sha1", "Kq5sNclPz7QV2+lfQIuc6R7oRu0=")]
    [InlineData("x-amz-checksum-sha256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=")]
    public async Task ChecksumIsVerifiedAndEchoed(string header, string value)
    {
        var put = await _s3.PutAsync(ObjectPath, "hello world"u8.ToArray(), (header, value));
        var wrong = await _s3.PutAsync("uploads/other", "hello World"u8.ToArray(), (header, value));

        Assert.Equal(value, put.Header(header));
        Assert.Equal("400 BadDigest", wrong.Error);
        Assert.Single(await _s3.WaitForExecutionsAsync());
    }

    [Fact]
    public async Task DigestHeadersAreVerified()
    {
        var content = "hello world"u8.ToArray();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        (string, string) md5 = ("Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww==");

        Assert.Equal(HttpStatusCode.OK, (await _s3.PutAsync(ObjectPath, content, md5, ("x-amz-content-sha256", sha256))).Status);
        Assert.Equal("400 BadDigest", (await _s3.PutAsync(ObjectPath, [1], md5)).Error);
        Assert.Equal("400 InvalidDigest", (await _s3.PutAsync(ObjectPath, [1], ("Content-MD5", "nonsense"))).Error);
        Assert.Equal("400 XAmzContentSHA256Mismatch", (await _s3.PutAsync(ObjectPath, [1], ("x-amz-content-sha256", sha256))).Error);
        Assert.Equal("400 InvalidArgument", (await _s3.PutAsync(ObjectPath, [1], ("x-amz-content-sha256", "nonsense"))).Error);
        Assert.Equal("400 InvalidRequest", (await _s3.PutAsync(ObjectPath, [1], ("x-amz-checksum-crc32", "nonsense"))).Error);
        Assert.Equal("501 NotImplemented", (await _s3.PutAsync(ObjectPath, [1], ("x-amz-checksum-new", "nonsense"))).Error);
        Assert.Equal("hello world", (await _s3.GetAsync(ObjectPath)).Text);
        Assert.Single(await _s3.WaitForExecutionsAsync());
    }

    [Fact]
    public async Task UploadAtTheLimitIsAcceptedAndOneByteMoreIsRefused()
    {
        Assert.Equal(HttpStatusCode.OK, (await _s3.PutAsync(ObjectPath, new byte[Limit])).Status);

        var tooLarge = await _s3.PutAsync("uploads/other", new byte[Limit + 1]);

        Assert.Equal("413 EntityTooLarge", tooLarge.Error);
        Assert.Equal("1048576", tooLarge.Xml.Element("MaxSizeAllowed")!.Value);
        Assert.Equal("1048577", tooLarge.Xml.Element("ProposedSize")!.Value);
    }

    [Fact]
    public async Task LimitIsEnforcedWithoutAContentLength()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, ObjectPath) { Content = new ByteArrayContent(new byte[Limit + 1]) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await _s3.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("<MaxSizeAllowed>1048576<", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertStoredAsync(false);
    }

    [Fact]
    public async Task Expect100ContinueGetsAResponseBeforeTheBody()
    {
        var head = $"HTTP/1.1\r\nHost: localhost:{_s3.Port}\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length:";
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _s3.Port);
        await using var stream = socket.GetStream();
        using var reader = new StreamReader(stream);

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"PUT /{ObjectPath} {head} 5\r\n\r\n"));
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync());
        await stream.WriteAsync("12345"u8.ToArray());
        Assert.Contains("HTTP/1.1 200 OK", await reader.ReadToEndAsync(), StringComparison.Ordinal);

        using var refused = new TcpClient();
        await refused.ConnectAsync(IPAddress.Loopback, _s3.Port);
        await using var second = refused.GetStream();
        using var secondReader = new StreamReader(second);
        await second.WriteAsync(Encoding.ASCII.GetBytes($"PUT /{ObjectPath} {head} 99999999\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 413", await secondReader.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InterruptedUploadLeavesNothing()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, _s3.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"PUT /{ObjectPath} HTTP/1.1\r\nHost: localhost:{_s3.Port}\r\nContent-Length: 100\r\n\r\nonly this"));
        }

        await AssertStoredAsync(false);
        for (var until = DateTime.UtcNow.AddSeconds(20); Directory.GetFiles(System.IO.Path.Combine(_s3.Store.Folder, "tmp")).Length > 0; await Task.Delay(20))
        {
            Assert.True(DateTime.UtcNow < until, "What was cut off is still in tmp/.");
        }
    }

    [Fact]
    public async Task PutReplacesOnlyWhatItsConditionNames()
    {
        var first = await _s3.PutAsync(ObjectPath, "1"u8.ToArray(), ("If-None-Match", "*"));
        var again = await _s3.PutAsync(ObjectPath, "2"u8.ToArray(), ("If-None-Match", "*"));
        var other = await _s3.PutAsync(ObjectPath, "3"u8.ToArray(), ("If-Match", "\"other\""));
        var same = await _s3.PutAsync(ObjectPath, "4"u8.ToArray(), ("If-Match", $"\"{first.ETag}\""));
        var nothing = await _s3.PutAsync("uploads/nothing", "5"u8.ToArray(), ("If-Match", $"\"{first.ETag}\""));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal("412 PreconditionFailed", again.Error);
        Assert.Equal("412 PreconditionFailed", other.Error);
        Assert.Equal(HttpStatusCode.OK, same.Status);
        Assert.Equal("404 NoSuchKey", nothing.Error);
        Assert.Equal("4", (await _s3.GetAsync(ObjectPath)).Text);
        Assert.Equal(2, (await _s3.WaitForExecutionsAsync()).Count);
    }

    [Fact]
    public async Task OneOfManyConcurrentCreatesSucceeds()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => _s3.PutAsync(ObjectPath, [(byte)number], ("If-None-Match", "*"))));

        Assert.Single(responses, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(responses.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Equal("412 PreconditionFailed", answer.Error));
        Assert.Single(await _s3.WaitForExecutionsAsync());
    }

    [Theory]
    [InlineData("x-amz-server-side-encryption-customer-algorithm", "AES256")]
    [InlineData("x-amz-object-lock-mode", "COMPLIANCE")]
    [InlineData("x-amz-write-offset-bytes", "0")]
    public async Task UnsupportedHeaderReturns501AndStoresNothing(string header, string value)
    {
        Assert.Equal("501 NotImplemented", (await _s3.PutAsync(ObjectPath, [1], (header, value))).Error);
        await AssertStoredAsync(false);
    }

    private static string Chunks(params (string Signature, int Length)[] chunks) => string.Concat(chunks.Select(chunk =>
        $"{chunk.Length:x};chunk-signature={chunk.Signature}\r\n" + (chunk.Length == 0 ? "" : new string('a', chunk.Length) + "\r\n")));

    private async Task AssertStoredAsync(bool stored)
    {
        Assert.Equal(stored ? 1 : 0, (await _s3.Store.Uploads.ListAsync(new(), CancellationToken.None)).Objects.Count);
        Assert.Equal(stored ? 1 : 0, (await _s3.WaitForExecutionsAsync()).Count);
    }
}
