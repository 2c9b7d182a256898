using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Json;

namespace Pipeline.Interpreter.MapRuns;

/// <summary>Reads the items of an S3 inventory: its manifest names CSV files, whose rows are the items, and the columns of them all.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html"/>
internal static class InventoryManifest
{
    private const string BucketArn = "arn:aws:s3:::";

    public static async IAsyncEnumerable<JsonNode?> ReadAsync(
        Stream content, IMapObjects objects, string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var manifest = await ParseAsync(content, source, cancellationToken);
        if (Text(manifest, "fileFormat") is { } format && format != "CSV")
        {
            throw ItemParser.CreateFailure($"{source} is the manifest of an inventory in {format}; only CSV is supported.");
        }

        var bucket = Text(manifest, "destinationBucket") ?? "";
        bucket = bucket.StartsWith(BucketArn, StringComparison.Ordinal) ? bucket[BucketArn.Length..] : bucket;
        var columns = (Text(manifest, "fileSchema") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (bucket.Length == 0 || columns.Length == 0 || manifest["files"] is not JsonArray files)
        {
            throw ItemParser.CreateFailure($"{source} is not the manifest of an inventory: destinationBucket, fileSchema or files is missing.");
        }

        foreach (var file in files)
        {
            var key = file is JsonObject fields && Text(fields, "key") is { } text ? text : throw ItemParser.CreateFailure($"A file of {source} has no key.");
            await using var rows = ItemParser.Unpack(await objects.OpenReadAsync(bucket, key, null, cancellationToken), key);
            await foreach (var row in ItemParser.ParseCsvAsync(rows, new CsvFormat(',', columns), $"S3://{bucket}/{key}", cancellationToken))
            {
                yield return row;
            }
        }
    }

    private static async Task<JsonObject> ParseAsync(Stream content, string source, CancellationToken cancellationToken)
    {
        using var text = new StreamReader(content);
        try
        {
            return JsonText.Parse(await text.ReadToEndAsync(cancellationToken)) as JsonObject ?? throw ItemParser.CreateFailure($"{source} is not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw ItemParser.CreateFailure($"{source} is not JSON: {exception.Message}");
        }
    }

    private static string? Text(JsonObject fields, string name) =>
        fields[name] is { } value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
