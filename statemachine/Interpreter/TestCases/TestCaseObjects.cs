using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.MapRuns;

namespace Pipeline.Interpreter.TestCases;

/// <summary>
/// Reads and compares the <c>objects</c> of a case, by bucket and key. An object is its text, or has the member <c>text</c>, <c>json</c> or
/// <c>base64</c>, and what a listing shows of it: <c>size</c> in bytes, <c>etag</c>, <c>lastModified</c> and <c>storageClass</c>.
/// </summary>
public static class TestCaseObjects
{
    private static readonly string[] Members = ["text", "json", "base64", "size", "etag", "lastModified", "storageClass"];

    /// <summary>Reads objects from a separate file.</summary>
    /// <exception cref="FormatException">The text does not have the form. The message names the object.</exception>
    public static JsonObject Read(string json)
    {
        try
        {
            var objects = JsonText.Parse(json) as JsonObject ?? throw new FormatException("Objects must be a JSON object: {\"bucket\": {\"key\": \"text\"}}.");
            _ = Create(objects, "Objects");
            return objects;
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The file is not JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Creates the objects in memory.</summary>
    /// <param name="place">Where they are in the file, for errors.</param>
    /// <exception cref="FormatException">An object does not have the form.</exception>
    internal static InMemoryMapObjects Create(JsonObject buckets, string place)
    {
        var objects = new InMemoryMapObjects();
        foreach (var (bucket, node) in buckets)
        {
            foreach (var (key, value) in node as JsonObject ?? throw new FormatException($"{place}, bucket '{bucket}' is not an object."))
            {
                Add(objects, bucket, key, value, $"{place}, '{bucket}/{key}'");
            }
        }

        return objects;
    }

    /// <summary>Lists how objects differ from the expected ones, whose content is compared as JSON if it is given as JSON.</summary>
    internal static IEnumerable<string> FindDifferences(JsonObject expected, InMemoryMapObjects actual) =>
        from bucket in expected
        from entry in bucket.Value!.AsObject()
        from difference in FindDifferences($"object '{bucket.Key}/{entry.Key}'", entry.Value, Find(actual, bucket.Key, entry.Key))
        select difference;

    private static IEnumerable<string> FindDifferences(string place, JsonNode? expected, byte[]? actual)
    {
        if (actual is null)
        {
            return [$"{place}: expected, but it was not written"];
        }

        var text = Encoding.UTF8.GetString(actual);
        return expected is JsonObject fields && fields.ContainsKey("json")
            ? ExpectationMatcher.FindDifferences(place, fields["json"], JsonText.Parse(text))
            : ExpectationMatcher.FindDifferences(place, expected is JsonObject described ? described["text"] : expected, text);
    }

    // Keys of results have the name of the Map Run, which a case need not know.
    private static byte[]? Find(InMemoryMapObjects objects, string bucket, string key) =>
        objects.ListKeys(bucket).FirstOrDefault(existing => ExpectationMatcher.Matches(key, existing)) is { } found ? objects.Find(bucket, found) : null;

    private static void Add(InMemoryMapObjects objects, string bucket, string key, JsonNode? value, string place)
    {
        if (value?.GetValueKind() == JsonValueKind.String)
        {
            objects.Add(bucket, key, Encoding.UTF8.GetBytes(value.GetValue<string>()));
            return;
        }

        var fields = value as JsonObject ?? throw new FormatException($"{place} is not a text or an object.");
        TestCaseFile.RefuseUnknown(fields, place, Members);
        try
        {
            var content = fields.ContainsKey("json") ? Encoding.UTF8.GetBytes(JsonText.Write(fields["json"]))
                : fields["base64"] is { } packed ? Convert.FromBase64String(packed.GetValue<string>())
                : Encoding.UTF8.GetBytes(fields["text"]?.GetValue<string>() ?? "");
            objects.Add(bucket, key, content);
            var listed = objects.ListAsync(bucket, key, null, CancellationToken.None).Result.Objects.First(entry => entry.Key == key);
            objects.Add(bucket, key, content, listed with
            {
                Size = fields["size"]?.GetValue<long>() ?? content.Length,
                ETag = fields["etag"]?.GetValue<string>() ?? listed.ETag,
                LastModified = fields["lastModified"] is { } time ? DateTimeOffset.Parse(time.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : listed.LastModified,
                StorageClass = fields["storageClass"]?.GetValue<string>() ?? listed.StorageClass,
            });
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            throw new FormatException($"{place}: {exception.Message}", exception);
        }
    }
}
