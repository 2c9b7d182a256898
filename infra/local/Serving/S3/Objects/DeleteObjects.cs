using System.Xml;
using System.Xml.Linq;
using Pipeline.Local.Serving.S3.Bodies;
using Pipeline.Local.Serving.S3.Protocol;

namespace Pipeline.Local.Serving.S3.Objects;

/// <summary>DeleteObjects: up to 1,000 keys at once.</summary>
internal static class DeleteObjects
{
    private const int Most = 1000;
    private const int MostBodyBytes = 8 << 20;

    /// <summary>Deletions at the same time: what waits together is made durable together.</summary>
    private const int AtOnce = 64;

    public static async Task RunAsync(S3Call call)
    {
        call.RequireWritable();
        using var body = UploadBody.OpenDocument(call.Request, MostBodyBytes, withChecksums: true);
        var request = await S3Xml.ReadAsync(body.Content, "Delete", call.Aborted);
        var objects = request.Named("Object").ToList();
        if (objects.Count is 0 or > Most)
        {
            throw S3Errors.MalformedXml($"it names {objects.Count} objects; 1 to {Most} are allowed.");
        }

        var quiet = request.Text("Quiet") is "true" or "1";
        var keys = objects.Select(entry => entry.Text("Key") ?? throw S3Errors.MalformedXml("an object has no key.")).ToList();
        var outcomes = new (string Key, S3Exception? Error)[keys.Count];
        var most = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = call.Aborted };
        await Parallel.ForAsync(0, keys.Count, most, async (index, _) => outcomes[index] = (keys[index], await DeleteAsync(call, keys[index], objects[index])));

        await S3Xml.WriteAsync(call.Http, "DeleteResult", writer => Write(writer, outcomes, quiet));
    }

    /// <summary>One that cannot be deleted keeps no other from it.</summary>
    private static async Task<S3Exception?> DeleteAsync(S3Call call, string key, XElement entry)
    {
        try
        {
            if (key.Length == 0)
            {
                throw S3Errors.InvalidArgument("Key", key, "A key has at least one byte.");
            }

            S3Errors.RequireKey(key);
            if (entry.Text("VersionId") is { } version and not ("" or "null"))
            {
                throw S3Errors.InvalidArgument("VersionId", version, "No versions are kept here.");
            }

            if (entry.Text("ETag") is not null || entry.Text("Size") is not null || entry.Text("LastModifiedTime") is not null)
            {
                throw S3Errors.NotImplemented("Conditional deletes are not implemented here.");
            }

            await call.Pipeline.DeleteAsync(key, call.Aborted);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return S3Errors.Of(exception, call.Options);
        }
    }

    private static void Write(XmlWriter writer, (string Key, S3Exception? Error)[] outcomes, bool quiet)
    {
        foreach (var (key, error) in outcomes.Where(outcome => outcome.Error is not null || !quiet))
        {
            writer.WriteStartElement(error is null ? "Deleted" : "Error");
            writer.Element("Key", key);
            writer.Element("Code", error?.Code);
            writer.Element("Message", error?.Message);
            writer.WriteEndElement();
        }
    }
}
