using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3.Objects;

/// <summary>DeleteObject: the same answer whether there was one or not. What was there gets the execution that removes its renditions.</summary>
internal static class DeleteObject
{
    public static async Task RunAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        S3Errors.EnsureKeyLength(context.Key);
        if (context.GetHeaderValue("If-Match") is not null)
        {
            throw S3Errors.NotImplemented("Conditional deletes are not implemented here.");
        }

        await context.Pipeline.DeleteAsync(context.Key, context.RequestAborted);
        context.SetNoContent();
    }
}
