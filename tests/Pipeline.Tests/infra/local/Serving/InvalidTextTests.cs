using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Local.Serving;

/// <summary>Bytes that are not UTF-8, halves of surrogate pairs and numbers beyond 64 bits, in every place of a request: status 400, never 500.</summary>
public sealed class InvalidTextTests : IAsyncLifetime
{
    private S3UnderTest _host = null!;

    public async Task InitializeAsync() => _host = await S3UnderTest.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("GET /uploads/%FF.jpg")]
    [InlineData("PUT /uploads/%ED%A0%80.jpg")]
    [InlineData("DELETE /uploads/a%C0%AF.jpg")]
    [InlineData("GET /uploads?list-type=2&prefix=%FF")]
    [InlineData("GET /uploads?list-type=2&start-after=%ED%A0%80")]
    [InlineData("GET /uploads?uploads&key-marker=%FF")]
    [InlineData("GET /%FF/a.jpg")]
    [InlineData("PUT /api/uploads/%FF.jpg")]
    [InlineData("PUT /api/uploads/%ED%A0%80.jpg")]
    [InlineData("GET /api/images/%FF.jpg")]
    [InlineData("DELETE /api/images/%ED%A0%80")]
    [InlineData("GET /api/executions?key=%FF*")]
    [InlineData("GET /api/executions/%ED%A0%80")]
    [InlineData("GET /api/executions/%FF/history")]
    [InlineData("POST /api/executions/%FF/redrive")]
    [InlineData("GET /api/announcements?topic=%FF")]
    public async Task PathsAndQueriesThatAreNotUtf8AreRefused(string request) => AssertBadRequest(await SendAsync(request, ""));

    [Theory]
    [InlineData("POST /api/executions", "{\"input\": \"\\ud800\"}")]
    [InlineData("POST /api/executions", "{\"input\": {\"\\udc00\": 1}}")]
    [InlineData("POST /api/executions", "{\"name\": \"\\ud800\", \"input\": {}}")]
    [InlineData("POST /api/executions", "{\"input\": \"\u0001FF\"}")]
    [InlineData("PUT /api/webhook", "{\"url\": \"http://localhost/\\ud800\"}")]
    [InlineData("POST /api/executions/none/stop", "{\"error\": \"\\ud800\"}")]
    [InlineData("POST /uploads?delete", "<Delete><Object><Key>a\u0001FFb</Key></Object></Delete>")]
    [InlineData("POST /uploads/a?uploadId=00000000000000000000000000000000", "<CompleteMultipartUpload>\u0001FF</CompleteMultipartUpload>")]
    public async Task BodiesThatAreNotUnicodeAreRefused(string request, string body) =>
        AssertBadRequest(await SendAsync(request, body, "Content-Type: application/json"));

    [Theory]
    [InlineData("StartExecution", "{\"stateMachineArn\": \"arn:aws:states:local:000000000000:stateMachine:image-pipeline\", \"input\": \"{\\\"a\\\": \\\"\\\\ud800\\\"}\"}")]
    [InlineData("StartExecution", "{\"stateMachineArn\": \"arn:aws:states:local:000000000000:stateMachine:image-pipeline\", \"name\": \"\\ud800\"}")]
    [InlineData("StartExecution", "{\"stateMachineArn\": \"\u0001FF\"}")]
    [InlineData("DescribeExecution", "{\"executionArn\": \"\\udfff\"}")]
    [InlineData("GetExecutionHistory", "{\"\\ud800\": 1}")]
    [InlineData("ListExecutions", "{\"nextToken\": \"\\ud800\\ud800\"}")]
    [InlineData("StopExecution", "{\"executionArn\": \"a\", \"cause\": \"\\udc00\"}")]
    [InlineData("ValidateStateMachineDefinition", "{\"definition\": \"\\ud800\"}")]
    public async Task StepFunctionsRequestsThatAreNotUnicodeAreRefused(string operation, string body) =>
        AssertBadRequest(await SendAsync("POST /", body, $"X-Amz-Target: AWSStepFunctions.{operation}", "Content-Type: application/x-amz-json-1.0"));

    [Fact]
    public async Task DefinitionWithHalfASurrogatePairIsDiagnosed()
    {
        const string definition = """{"StartAt": "A", "States": {"A": {"Type": "Pass", "Comment": "\ud800", "End": true}}}""";
        var body = new JsonObject { ["definition"] = definition }.ToJsonString();

        var response = await SendAsync("POST /", body, "X-Amz-Target: AWSStepFunctions.ValidateStateMachineDefinition");

        Assert.StartsWith("HTTP/1.1 200", response, StringComparison.Ordinal);
        Assert.Contains("INVALID_JSON_DESCRIPTION", response, StringComparison.Ordinal);
        Assert.Contains("half of a surrogate pair", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10000000000000000")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("8000000000000000")]
    [InlineData("7FFFFFFFFFFFFFFF")]
    [InlineData("-1")]
    [InlineData("")]
    public async Task ChunkSizesBeyond64BitsAreRefused(string size)
    {
        var response = await SendAsync(
            "PUT /uploads/a.jpg", $"{size};chunk-signature=0\r\nab\r\n0\r\n\r\n", "Content-Encoding: aws-chunked", "x-amz-decoded-content-length: 2");

        AssertBadRequest(response);
        Assert.Null(await _host.Store.Uploads.HeadAsync("a.jpg", CancellationToken.None));
    }

    [Theory]
    [InlineData("x-amz-decoded-content-length: 99999999999999999999999")]
    [InlineData("x-amz-decoded-content-length: -5")]
    public async Task LengthsBeyond64BitsAreRefused(string header) =>
        AssertBadRequest(await SendAsync("PUT /uploads/a.jpg", "2\r\nab\r\n0\r\n\r\n", "Content-Encoding: aws-chunked", header));

    [Theory]
    [InlineData("x-amz-meta-focal-point: \u0001FF")]
    [InlineData("x-amz-copy-source: uploads/%ED%A0%80")]
    public async Task HeadersThatAreNotUtf8AreRefused(string header) => AssertBadRequest(await SendAsync("PUT /uploads/a.jpg", "", header));

    private static void AssertBadRequest(string response) => Assert.StartsWith("HTTP/1.1 400", response, StringComparison.Ordinal);

    /// <summary>Sends exact bytes. U+0001 and two hexadecimal digits stand for one byte.</summary>
    private async Task<string> SendAsync(string request, string body, params string[] headers)
    {
        var content = Encode(body);
        var head = $"{request} HTTP/1.1\r\nHost: localhost:{_host.Port}\r\nConnection: close\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Content-Length: {content.Length}\r\n\r\n";
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", _host.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync((byte[])[.. Encode(head), .. content]);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static byte[] Encode(string text)
    {
        var bytes = new List<byte>();
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\u0001')
            {
                bytes.Add(Convert.FromHexString(text.AsSpan(index + 1, 2))[0]);
                index += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[index].ToString()));
            }
        }

        return [.. bytes];
    }
}
