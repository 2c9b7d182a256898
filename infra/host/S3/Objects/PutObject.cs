using Pipeline.Host.S3.Bodies;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Objects;

/// <summary>PutObject: stores an original. Responds after its execution has started.</summary>
internal static class PutObject
{
    public static async Task RunAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        S3Errors.EnsureKeyLength(context.Key);
        UploadHeaders.Validate(context.Request);
        using var body = UploadBody.Open(context.Request, context.Options.MaxUploadBytes, Checksum.Default);
        var options = new UploadOptions(
            context.Options.MaxUploadBytes,
            context.Request.ContentType,
            body.Md5,
            Condition: UploadHeaders.ReadCondition(context),
            Metadata: UserMetadata.Read(context.Request))
        {
            Properties = UploadHeaders.ReadProperties(context.Request),
            ReadChecksum = () => body.Checksum,
        };
        var submission = await context.Pipeline.UploadAsync(context.Key, body.Content, options, context.RequestAborted);
        var stored = submission.Original!;
        context.Response.Headers.ETag = $"\"{stored.ETag}\"";
        body.WriteChecksumHeaders(context.Response, type: ChecksumHeaders.FullObject);
    }
}
