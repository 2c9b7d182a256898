using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws.Catalogue;

/// <summary>
/// Converts between an entry and an item. The item has the entry's JSON (<see cref="PipelineJson"/>, as everywhere) as native attributes,
/// which consoles show as a tree, and the attributes of the table's keys, index and time to live. Only the JSON's attributes are read back.
/// </summary>
internal static class CatalogueItem
{
    /// <summary>Attribute that the condition of a write checks: a number.</summary>
    public const string Revision = "revision";

    // Always the same number of digits, so that the text sorts by time.
    private const string Timestamp = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    public static Dictionary<string, AttributeValue> FromEntry(CatalogueEntry entry)
    {
        var record = entry.Record;
        var item = JsonAttributes.FromJson(JsonSerializer.SerializeToElement(entry, PipelineJson.Default.CatalogueEntry)).M;
        item[CatalogueTable.PartitionKey] = new(record.ImageId);
        item[CatalogueTable.Status] = new(NameOf(record.Status));
        item[CatalogueTable.UpdatedAt] = new(Format(record.UpdatedAt));
        var shard = SHA256.HashData(Encoding.UTF8.GetBytes(record.ImageId))[0] % CatalogueTable.Shards;
        if (ImageStatuses.Listed.Contains(record.Status))
        {
            item[CatalogueTable.ListShard] = new(NameOfShard(record.Status, shard));
        }

        if (entry.GetReconciliationTime() is { } due)
        {
            item[CatalogueTable.DueShard] = new(NameOfShard(shard));
            item[CatalogueTable.DueAt] = new(Format(due));
        }
        else if (entry.GetRemovalTime() is { } removable)
        {
            item[CatalogueTable.DueShard] = new(NameOfRemovableShard(shard));
            item[CatalogueTable.DueAt] = new(Format(removable));
        }

        // An entry whose renditions are not removed yet must not expire before they are.
        if (record.ExpiresAt is { } expires && entry.Removals.Count == 0)
        {
            item[CatalogueTable.ExpiresAt] = new() { N = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
        }

        return item;
    }

    /// <exception cref="MalformedEntryException">An attribute is missing or has another form.</exception>
    public static CatalogueEntry ToEntry(Dictionary<string, AttributeValue> item)
    {
        try
        {
            return JsonSerializer.Deserialize(JsonAttributes.ToJson(item), PipelineJson.Default.CatalogueEntry)!;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new MalformedEntryException(item.GetValueOrDefault(CatalogueTable.PartitionKey)?.S ?? "(no pk)", exception);
        }
    }

    /// <summary>Returns the name of a status in contracts and in the index, such as <c>ready</c>.</summary>
    public static string NameOf(ImageStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>Reads an item of the index of listed records, which has the record but not the entry.</summary>
    /// <exception cref="MalformedEntryException">An attribute is missing or has another form.</exception>
    public static ImageRecord ToRecord(Dictionary<string, AttributeValue> item)
    {
        try
        {
            return JsonSerializer.Deserialize(JsonAttributes.ToJson(item[CatalogueTable.Record].M ?? []), PipelineJson.Default.ImageRecord)!;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or KeyNotFoundException)
        {
            throw new MalformedEntryException(item.GetValueOrDefault(CatalogueTable.PartitionKey)?.S ?? "(no pk)", exception);
        }
    }

    public static string NameOfShard(ImageStatus status, int shard) => $"{NameOf(status)}#{NameOfShard(shard)}";

    public static string NameOfShard(int shard) => shard.ToString(CultureInfo.InvariantCulture);

    public static string NameOfRemovableShard(int shard) => $"removable#{NameOfShard(shard)}";

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Timestamp, CultureInfo.InvariantCulture);

    /// <summary>Whether both have the same stored form. Records compare their lists by reference, so equality of records does not show it.</summary>
    public static bool AreEqual(CatalogueEntry left, CatalogueEntry right) => ToJson(left).SequenceEqual(ToJson(right));

    public static bool IsTimestamp(string text) =>
        DateTime.TryParseExact(text, Timestamp, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static byte[] ToJson(CatalogueEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, PipelineJson.Default.CatalogueEntry);
}
