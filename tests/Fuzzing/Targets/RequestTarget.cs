using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Pipeline.Codecs;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Imaging.Codecs;
using Pipeline.Local.Serving;

namespace Pipeline.Fuzzing.Targets;

/// <summary>An HTTP request to the local host: S3, Step Functions, or the console's API. Whatever it is, the answer is never status 500.</summary>
/// <param name="name">Name of the protocol.</param>
internal sealed class RequestTarget(string name) : Target
{
    /// <summary>In place of the number, so that mutations of the body keep the request whole.</summary>
    private const string AnyLength = "content-length: any";

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-fuzzing-").FullName;
    private LocalPipeline? _pipeline;
    private WebApplication? _app;
    private int _port;

    public override string Name => name;

    public override IReadOnlyList<string> Words { get; } = name switch
    {
        "s3" =>
        [
            "GET ", "PUT ", "POST ", "DELETE ", "HEAD ", "/uploads", "/renditions", "/a.jpg", "?", "&", "delete", "uploads", "uploadId=", "partNumber=1", "list-type=2", "prefix=", "delimiter=/", "max-keys=", "continuation-token=",
            "\r\n", "Range: bytes=", "If-None-Match: *", "x-amz-copy-source: /uploads/a.jpg", "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER", "x-amz-decoded-content-length: ", "Content-Encoding: aws-chunked",
            "x-amz-trailer: x-amz-checksum-crc32", "x-amz-checksum-crc32: AAAAAA==", "Content-MD5: ", "x-amz-meta-focal-point: 0.5,0.5", "ffffffffffffffff", "<Object>", "<Key>", "</Key>", "</Object>", "<Delete>", "&#x0;", "<![CDATA[", "%ff", "%2e%2e", AnyLength,
        ],
        "stepfunctions" =>
        [
            "StartExecution", "DescribeExecution", "GetExecutionHistory", "ListExecutions", "StopExecution", "RedriveExecution", "ValidateStateMachineDefinition", "DescribeStateMachine", "ListMapRuns", "TagResource",
            "\"stateMachineArn\"", "\"executionArn\"", "\"input\"", "\"name\"", "\"maxResults\"", "\"nextToken\"", "\"statusFilter\"", "\"definition\"", "\"reverseOrder\"", "\"includeExecutionData\"", "{", "}", "[", "]", ":", ",", "\\ud800", "\\u0000", "null", AnyLength,
        ],
        _ => ["GET ", "PUT ", "POST ", "DELETE ", "/api/", "status", "executions", "images", "announcements", "definition", "live", "uploads", "?", "&", "limit=", "continuation=", "status=", "key=", "%00", "%ff", "%2e%2e%2f", "\r\n", "Accept: text/event-stream", "Origin: http://evil.example", "{", "}", AnyLength],
    };

    public override async Task RunAsync(byte[] input)
    {
        if (_app is null)
        {
            await StartAsync();
        }

        var response = await SendAsync(Complete(input));
        if (response.StartsWith("HTTP/1.1 500", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The response is {response}");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
            await _pipeline!.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
        await base.DisposeAsync();
    }

    private async Task StartAsync()
    {
        _pipeline = LocalPipeline.Open(new(_folder, RenditionSet.Default), ImageCodecs.Create(CodecSelection.Vips), TimeProvider.System);
        _app = LocalServer.Create(_pipeline, new(Port: 0) { MaxUploadBytes = 1_000_000 });
        await _app.StartAsync();
        _port = new Uri(LocalServer.GetAddress(_app)).Port;
    }

    /// <summary>Puts in what the corpus cannot know: the port, and the length of the body.</summary>
    private byte[] Complete(byte[] input)
    {
        var end = input.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return input;
        }

        var length = (input.Length - end - 4).ToString(CultureInfo.InvariantCulture);
        var head = Encoding.Latin1.GetString(input, 0, end)
            .Replace(AnyLength, AnyLength.Replace("any", length, StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
            .Replace("Host: localhost", $"Host: localhost:{_port}", StringComparison.Ordinal);
        return [.. Encoding.Latin1.GetBytes(head), .. input.AsSpan(end)];
    }

    /// <summary>Sends the bytes as they are.</summary>
    /// <returns>The beginning of the response; empty if the host closed the connection.</returns>
    private async Task<string> SendAsync(byte[] request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _port);
        using var timeout = new CancellationTokenSource(MaxTime);
        var buffer = new byte[4_096];
        var length = 0;
        // A request without an end gets no response before its client closes the connection.
        using var patience = new Timer(_ => Shutdown(socket), null, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            var sending = socket.SendAsync(request.AsMemory(), timeout.Token);
            // Of a response that never ends, such as that of the live page, the head is enough.
            while (length < buffer.Length && await socket.ReceiveAsync(buffer.AsMemory(length), timeout.Token) is > 0 and var count)
            {
                length += count;
                if (Encoding.Latin1.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
                {
                    break;
                }
            }

            await sending;
        }
        catch (SocketException)
        {
            // The host refused the request and closed the connection.
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static void Shutdown(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }
    }
}
