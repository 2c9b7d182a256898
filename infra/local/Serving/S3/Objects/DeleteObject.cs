using Pipeline.Local.Serving.S3.Protocol;

namespace Pipeline.Local.Serving.S3.Objects;

/// <summary>DeleteObject: the same answer whether there was one or not. What was there gets the execution that removes its renditions.</summary>
internal static class DeleteObject
{
    public static async Task RunAsync(S3Call call)
    {
        call.RequireWritable();
        S3Errors.RequireKey(call.Key);
        if (call.Header("If-Match") is not null)
        {
            throw S3Errors.NotImplemented("Conditional deletes are not implemented here.");
        }

        await call.Pipeline.DeleteAsync(call.Key, call.Aborted);
        call.NoContent();
    }
}
