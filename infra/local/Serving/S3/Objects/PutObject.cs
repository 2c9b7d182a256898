using Pipeline.Local.Serving.S3.Bodies;
using Pipeline.Local.Serving.S3.Protocol;
using Pipeline.Local.Store;

namespace Pipeline.Local.Serving.S3.Objects;

/// <summary>PutObject: stores an original; its execution has started when it is answered.</summary>
internal static class PutObject
{
    public static async Task RunAsync(S3Call call)
    {
        call.RequireWritable();
        S3Errors.RequireKey(call.Key);
        UploadHeaders.Require(call.Request);
        using var body = UploadBody.Open(call.Request, call.Options.MaxUploadBytes);
        var options = new UploadOptions(
            call.Options.MaxUploadBytes, call.Request.ContentType, body.Md5, Condition: UploadHeaders.Condition(call));
        var submission = await call.Pipeline.UploadAsync(call.Key, body.Content, options, call.Aborted);
        var stored = submission.Original!;
        call.Response.Headers.ETag = $"\"{stored.ETag}\"";
        body.Echo(call.Response, type: "FULL_OBJECT");
    }
}
