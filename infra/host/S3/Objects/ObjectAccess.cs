using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3.Objects;

/// <summary>GetObjectAcl, GetObjectRetention and GetObjectLegalHold.</summary>
internal static class ObjectAccess
{
    public static async Task GetAsync(S3RequestContext context)
    {
        using var opened = await context.Bucket.OpenAsync(context.Key, context.RequestAborted) ?? throw S3Errors.NoSuchKey(context.Key);
        await S3Xml.WriteAsync(context.HttpContext, "AccessControlPolicy", AccessRights.Write);
    }

    public static async Task GetLockAsync(S3RequestContext context)
    {
        using var opened = await context.Bucket.OpenAsync(context.Key, context.RequestAborted) ?? throw S3Errors.NoSuchKey(context.Key);
        throw new S3Exception(StatusCodes.Status400BadRequest, "InvalidRequest", "Bucket is missing Object Lock Configuration");
    }
}
