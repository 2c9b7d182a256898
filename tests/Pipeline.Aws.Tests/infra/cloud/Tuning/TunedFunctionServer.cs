using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Cloud.Tuning;

/// <summary>
/// Answers as Lambda and S3 do, in the form that their API references describe, and keeps what exists in them.
/// </summary>
internal sealed class TunedFunctionServer : IAsyncDisposable
{
    public const string Function = "image-pipeline-dev-resize";
    public const string Copy = Function + "-tune";

    private const string Functions = "/2015-03-31/functions";

    private ServedEndpoints _served = null!;
    private int _polls;
    private bool _isCold;

    /// <summary>Functions by name, as CreateFunction got them.</summary>
    public ConcurrentDictionary<string, JsonObject> Created { get; } = new();

    /// <summary>Objects, as <c>bucket/key</c>, and the version that a deletion must name.</summary>
    public ConcurrentDictionary<string, string> Objects { get; } = new();

    /// <summary>Everything that was ever stored.</summary>
    public ConcurrentBag<string> Stored { get; } = [];

    /// <summary>Requests of the calls of the copy, in order.</summary>
    public ConcurrentQueue<JsonObject> Calls { get; } = new();

    /// <summary>Memory sizes that were set, in order.</summary>
    public ConcurrentQueue<int> Sizes { get; } = new();

    /// <summary>Sizes with which the second call dies for memory.</summary>
    public HashSet<int> TooSmall { get; } = [];

    /// <summary>What the function answers in place of its response, with the error header; null for a response.</summary>
    public string? Failure { get; set; }

    /// <summary>Calls that are throttled before one passes.</summary>
    public int Throttled { get; set; }

    /// <summary>Set when the first call has arrived.</summary>
    public TaskCompletionSource FirstCall { get; } = new();

    /// <summary>Whether calls never end.</summary>
    public bool Hangs { get; set; }

    public string Address => _served.Address;

    public static async Task<TunedFunctionServer> StartAsync()
    {
        var server = new TunedFunctionServer();
        server._served = await ServedEndpoints.StartAsync(server.Map);
        return server;
    }

    /// <summary>Milliseconds of a call: 800 with a whole processor. With less of it, the computing takes longer, but not the waiting for S3.</summary>
    public static double TimeWith(int memory) => 300 + (500 * Math.Max(1, 1769.0 / memory));

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    private void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/code.zip", context => context.Response.Body.WriteAsync("the zip"u8.ToArray()).AsTask());
        app.MapGet($"{Functions}/{Function}", DescribeAsync);
        app.MapPost(Functions, CreateAsync);
        app.MapGet($"{Functions}/{Copy}/configuration", PollAsync);
        app.MapPut($"{Functions}/{Copy}/configuration", UpdateAsync);
        app.MapPost($"{Functions}/{Copy}/invocations", InvokeAsync);
        app.MapDelete($"{Functions}/{Copy}", DeleteFunctionAsync);
        app.MapPut("/uploads/{**key}", PutAsync);
        app.MapDelete("/{bucket}/{**key}", DeleteObjectAsync);
        app.MapGet("/renditions", ListAsync);
    }

    private Task DescribeAsync(HttpContext context) => WriteAsync(context, context.Request.Query["Qualifier"] == "live" ? 200 : 404, $$"""
        {
          "Configuration": {
            "FunctionName": "{{Function}}", "FunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:{{Function}}:live", "Runtime": "dotnet10",
            "Role": "arn:aws:iam::123456789012:role/image-pipeline-dev-resize", "Handler": "Pipeline.Resize", "CodeSize": 7, "Description": "Resize",
            "Timeout": 115, "MemorySize": 1769, "LastModified": "2026-11-21T10:00:00.000+0000", "CodeSha256": "abc=", "Version": "7",
            "Environment": { "Variables": { "ANNOTATIONS_HANDLER": "Resize", "PIPELINE_RENDITIONS_BUCKET": "renditions" } },
            "TracingConfig": { "Mode": "Active" }, "RevisionId": "1", "State": "Active", "LastUpdateStatus": "Successful", "PackageType": "Zip",
            "Architectures": ["arm64"], "EphemeralStorage": { "Size": 512 }, "SnapStart": { "ApplyOn": "None", "OptimizationStatus": "Off" },
            "LoggingConfig": { "LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO", "LogGroup": "/aws/lambda/{{Function}}" }
          },
          "Code": { "RepositoryType": "S3", "Location": "{{Address}}/code.zip" }
        }
        """);

    private async Task CreateAsync(HttpContext context)
    {
        AssertSigned(context);
        var request = await ReadAsync(context);
        if (!Created.TryAdd((string)request["FunctionName"]!, request))
        {
            context.Response.Headers["x-amzn-ErrorType"] = "ResourceConflictException:http://internal.amazon.com/coral/com.amazonaws.lambda/";
            await WriteAsync(context, 409, """{"Type":"User","Message":"Function already exist"}""");
            return;
        }

        _polls = 0;
        await WriteAsync(context, 201, """{"State":"Pending","StateReason":"The function is being created."}""");
    }

    /// <summary>The first answer after a change says that it is under way.</summary>
    private Task PollAsync(HttpContext context) => WriteAsync(
        context, 200, Interlocked.Increment(ref _polls) == 1
            ? """{"State":"Pending","LastUpdateStatus":"InProgress"}"""
            : """{"State":"Active","LastUpdateStatus":"Successful"}""");

    private async Task UpdateAsync(HttpContext context)
    {
        AssertSigned(context);
        var request = await ReadAsync(context);
        Assert.Equal(["MemorySize"], request.Select(member => member.Key));
        Sizes.Enqueue((int)request["MemorySize"]!);
        (_polls, _isCold) = (1, true);
        await WriteAsync(context, 200, """{"LastUpdateStatus":"InProgress"}""");
    }

    private async Task InvokeAsync(HttpContext context)
    {
        AssertSigned(context);
        Assert.Equal(("RequestResponse", "Tail"), (context.Request.Headers["X-Amz-Invocation-Type"].ToString(), context.Request.Headers["X-Amz-Log-Type"].ToString()));
        if (Throttled > 0)
        {
            Throttled--;
            context.Response.Headers["x-amzn-ErrorType"] = "TooManyRequestsException";
            await WriteAsync(context, 429, """{"Reason":"ConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}""");
            return;
        }

        var request = await ReadAsync(context);
        Calls.Enqueue(request);
        FirstCall.TrySetResult();
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            return;
        }

        var original = request["original"]!;
        Assert.True(Objects.ContainsKey($"uploads/{original["key"]}"), "The photo is not there.");
        var (memory, wasCold) = (Sizes.Last(), _isCold);
        _isCold = false;
        if (TooSmall.Contains(memory) && !wasCold)
        {
            await FailAsync(context, memory, """{"errorType":"Runtime.OutOfMemory","errorMessage":"RequestId: 4f1c Error: Runtime exited with error: signal: killed"}""");
            return;
        }

        if (Failure is { } failure)
        {
            await FailAsync(context, memory, failure);
            return;
        }

        foreach (var plan in request["plans"]!.AsArray())
        {
            Store($"renditions/{plan!["key"]}", "null");
        }

        var duration = TimeWith(memory) + (wasCold ? 400 : 0) + (Calls.Count % 5);
        WriteLog(context, memory, duration, 300, wasCold ? "Init Duration: 512.34 ms\t" : "");
        await WriteAsync(context, 200, """{"outcome":"made","renditions":[]}""");
    }

    private static Task FailAsync(HttpContext context, int memory, string error)
    {
        context.Response.Headers["X-Amz-Function-Error"] = "Unhandled";
        WriteLog(context, memory, 1_234.5, memory, "");
        return WriteAsync(context, 200, error);
    }

    /// <summary>The end of a log as Lambda returns it, after a line of the function.</summary>
    private static void WriteLog(HttpContext context, int memory, double duration, int used, string init) =>
        context.Response.Headers["X-Amz-Log-Result"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"\"outcome\":\"made\"}}\nEND RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95\nREPORT RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95\tDuration: {duration:0.00} ms\tBilled Duration: {Math.Ceiling(duration):0} ms\tMemory Size: {memory} MB\tMax Memory Used: {used} MB\t{init}\n")));

    private Task DeleteFunctionAsync(HttpContext context)
    {
        AssertSigned(context);
        context.Response.StatusCode = Created.TryRemove(Copy, out _) ? 204 : 404;
        return Task.CompletedTask;
    }

    private async Task PutAsync(HttpContext context)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content);
        Store(Uri.UnescapeDataString(context.Request.Path.Value![1..]), "version-1");
        context.Response.Headers.ETag = "\"d41d8cd98f00b204e9800998ecf8427e\"";
        context.Response.Headers["x-amz-version-id"] = "version-1";
    }

    private Task DeleteObjectAsync(HttpContext context)
    {
        var name = context.Request.Path.Value![1..];
        var version = context.Request.Query["versionId"].FirstOrDefault() ?? "null";
        // Without the version there would be a delete marker.
        Assert.True(Objects.TryGetValue(name, out var stored) && stored == version, $"{name} with version {version} is not there.");
        Objects.TryRemove(name, out _);
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private Task ListAsync(HttpContext context)
    {
        var prefix = "renditions/" + context.Request.Query["prefix"];
        var contents = string.Concat(Objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => $"<Contents><Key>{key["renditions/".Length..]}</Key></Contents>"));
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync($"<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>");
    }

    private void Store(string name, string version)
    {
        Objects[name] = version;
        Stored.Add(name);
    }

    private static void AssertSigned(HttpContext context) =>
        Assert.Contains("/us-east-1/lambda/aws4_request", context.Request.Headers.Authorization.ToString(), StringComparison.Ordinal);

    private static async Task<JsonObject> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
    }

    private static Task WriteAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }
}
