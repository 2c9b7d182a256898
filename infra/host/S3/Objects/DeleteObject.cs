using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3.Objects;

/// <summary>DeleteObject. The response is the same whether the object existed or not. If it did, an execution removes its renditions.</summary>
internal static class DeleteObject
{
    public static async Task RunAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        S3Errors.EnsureKeyLength(context.Key);
        if (context.GetHeaderValue("If-Match") is not null)
        {
            throw S3Errors.NotImplemented("This host does not implement conditional deletes.");
        }

        if (context.GetQueryValue("versionId") is { } version and not ("" or "null"))
        {
            throw S3Errors.InvalidArgument("versionId", version, "Invalid version id specified: this host keeps no versions.");
        }

        await context.Pipeline.DeleteAsync(context.Key, context.RequestAborted);
        context.SetNoContent();
    }
}
