using System.Xml;
using System.Xml.Linq;
using Pipeline.Host.S3.Bodies;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.S3.Requests;

namespace Pipeline.Host.S3.Objects;

/// <summary>DeleteObjects: up to 1,000 keys at once.</summary>
internal static class DeleteObjects
{
    private const int MaxObjects = 1000;
    private const int MaxBodyBytes = 8 << 20;

    /// <summary>An object has at most five elements, and itself.</summary>
    private const int MaxElements = 8 * MaxObjects;

    /// <summary>Number of concurrent deletions. Deletions that wait together are written to disk together.</summary>
    private const int MaxConcurrency = 64;

    public static async Task RunAsync(S3RequestContext context)
    {
        context.EnsureWritable();
        using var body = UploadBody.OpenDocument(context.Request, MaxBodyBytes, withChecksums: true);
        var request = await S3Xml.ReadAsync(body.Content, "Delete", MaxElements, context.RequestAborted);
        var objects = request.ElementsNamed("Object").ToList();
        if (objects.Count is 0 or > MaxObjects)
        {
            throw S3Errors.MalformedXml($"It names {objects.Count} objects; 1 to {MaxObjects} are allowed.");
        }

        var isQuiet = request.ElementText("Quiet") is "true" or "1";
        var keys = objects.Select(entry => entry.ElementText("Key") ?? throw S3Errors.MalformedXml("An object has no key.")).ToList();
        var outcomes = new (string Key, S3Exception? Error)[keys.Count];
        var parallelOptions = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = context.RequestAborted };
        await Parallel.ForAsync(0, keys.Count, parallelOptions, async (index, _) => outcomes[index] = (keys[index], await DeleteAsync(context, keys[index], objects[index])));

        await S3Xml.WriteAsync(context.HttpContext, "DeleteResult", writer => Write(writer, outcomes, isQuiet));
    }

    /// <summary>Deletes one object. A failure does not stop the others.</summary>
    private static async Task<S3Exception?> DeleteAsync(S3RequestContext context, string key, XElement entry)
    {
        try
        {
            if (key.Length == 0)
            {
                throw S3Errors.InvalidArgument("Key", key, "A key must not be empty.");
            }

            S3Errors.EnsureKeyLength(key);
            if (entry.ElementText("VersionId") is { } version and not ("" or "null"))
            {
                throw S3Errors.InvalidArgument("VersionId", version, "This host keeps no versions.");
            }

            if (entry.ElementText("ETag") is not null || entry.ElementText("Size") is not null || entry.ElementText("LastModifiedTime") is not null)
            {
                throw S3Errors.NotImplemented("This host does not implement conditional deletes.");
            }

            await context.Pipeline.DeleteAsync(key, context.RequestAborted);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return S3Errors.FromException(exception, context.Options.MaxUploadBytes);
        }
    }

    private static void Write(XmlWriter writer, (string Key, S3Exception? Error)[] outcomes, bool isQuiet)
    {
        foreach (var (key, error) in outcomes.Where(outcome => outcome.Error is not null || !isQuiet))
        {
            writer.WriteStartElement(error is null ? "Deleted" : "Error");
            writer.WriteElement("Key", key);
            writer.WriteElement("Code", error?.Code);
            writer.WriteElement("Message", error?.Message);
            writer.WriteEndElement();
        }
    }
}
