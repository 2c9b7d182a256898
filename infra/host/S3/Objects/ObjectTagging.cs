using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Bodies;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3.Objects;

/// <summary>GetObjectTagging, PutObjectTagging and DeleteObjectTagging. The tags of an object change without an execution.</summary>
internal static class ObjectTagging
{
    private const int MaxBodyBytes = 64 << 10;

    public static async Task GetAsync(S3RequestContext context)
    {
        using var opened = await context.Bucket.OpenAsync(context.Key, context.RequestAborted) ?? throw S3Errors.NoSuchKey(context.Key);
        await S3Xml.WriteAsync(context.HttpContext, "Tagging", writer => ObjectTags.Write(writer, opened.Object.Properties?.Tags));
    }

    public static async Task PutAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        using var body = UploadBody.OpenDocument(context.Request, MaxBodyBytes, withChecksums: true);
        await SetAsync(context, ObjectTags.Read(await S3Xml.ReadAsync(body.Content, "Tagging", ObjectTags.MaxElements, context.RequestAborted)));
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    public static async Task DeleteAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        await SetAsync(context, tags: null);
        context.SetNoContent();
    }

    private static async Task SetAsync(S3RequestContext context, IReadOnlyDictionary<string, string>? tags)
    {
        if (!await context.Pipeline.Store.Uploads.SetTagsAsync(context.Key, tags ?? new Dictionary<string, string>(), context.RequestAborted))
        {
            throw S3Errors.NoSuchKey(context.Key);
        }
    }
}
