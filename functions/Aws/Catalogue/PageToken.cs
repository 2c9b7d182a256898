using System.Buffers.Text;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws.Catalogue;

/// <summary>Where a page of the index ended, as a token that fits into a URL.</summary>
internal static class PageToken
{
    public static string Create(Dictionary<string, AttributeValue> lastKey) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Join('\n', lastKey[CatalogueTable.Status].S, lastKey[CatalogueTable.UpdatedAt].S, lastKey[CatalogueTable.PartitionKey].S)));

    /// <param name="token">From the page before.</param>
    /// <param name="status">Status that is listed: a token of another one would begin at a place that this list does not have.</param>
    /// <exception cref="ArgumentException">No listing of this status gave this token.</exception>
    public static Dictionary<string, AttributeValue> Parse(string token, string status)
    {
        // A key may hold line breaks; what stands before it does not.
        if (Decode(token)?.Split('\n', 3) is not [var listed, var updatedAt, { Length: > 0 } imageId]
            || listed != status || !CatalogueItem.IsTimestamp(updatedAt))
        {
            throw new ArgumentException($"'{token}' is no continuation token of the list of {status} images.", nameof(token));
        }

        return new()
        {
            [CatalogueTable.Status] = new(status),
            [CatalogueTable.UpdatedAt] = new(updatedAt),
            [CatalogueTable.PartitionKey] = new(imageId),
        };
    }

    private static string? Decode(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
