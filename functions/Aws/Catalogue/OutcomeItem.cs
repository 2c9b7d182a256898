using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.DynamoDBv2.Model;
using Pipeline.Core.Deployment;
using Pipeline.Core.Outcomes;

namespace Pipeline.Aws.Catalogue;

/// <summary>Converts between an outcome and an item of the catalogue's table. It has no attribute of an index, and the table removes it some day.</summary>
internal static class OutcomeItem
{
    public static Dictionary<string, AttributeValue> FromOutcome(RecordedOutcome outcome)
    {
        var expiresAt = outcome.At.AddDays(CatalogueTable.OutcomeDays).ToUnixTimeSeconds();
        return new()
        {
            [CatalogueTable.PartitionKey] = new(KeyOf(outcome)),
            [CatalogueTable.Outcome] = JsonAttributes.FromJson(JsonSerializer.SerializeToElement(outcome, OutcomeJson.Default.RecordedOutcome)),
            [CatalogueTable.ExpiresAt] = new() { N = expiresAt.ToString(CultureInfo.InvariantCulture) },
        };
    }

    /// <exception cref="MalformedEntryException">An attribute is missing or has another form.</exception>
    public static RecordedOutcome ToOutcome(Dictionary<string, AttributeValue> item)
    {
        try
        {
            return JsonSerializer.Deserialize(JsonAttributes.ToJson(item[CatalogueTable.Outcome].M ?? []), OutcomeJson.Default.RecordedOutcome)!;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or KeyNotFoundException)
        {
            throw new MalformedEntryException(item.GetValueOrDefault(CatalogueTable.PartitionKey)?.S ?? "(no pk)", exception);
        }
    }

    /// <summary>
    /// The key of an outcome: the same for every attempt of an execution to write it. The image comes last, because its key may have any character. Keys
    /// have 2,048 bytes at most, of which an image takes up to 1,088.
    /// </summary>
    private static string KeyOf(RecordedOutcome outcome) => $"{CatalogueTable.OutcomePrefix}{outcome.Execution}#{outcome.Outcome}#{outcome.ImageId}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RecordedOutcome))]
internal sealed partial class OutcomeJson : JsonSerializerContext;
