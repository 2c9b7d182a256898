using System.Buffers.Text;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Pipeline.Core.Deployment;

namespace Pipeline.Aws.Catalogue;

/// <summary>Encodes where a page of the index ended as a token that is safe in a URL.</summary>
internal static class PageToken
{
    public static string Create(Dictionary<string, AttributeValue> lastKey) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Join('\n', lastKey[CatalogueTable.Status].S, lastKey[CatalogueTable.UpdatedAt].S, lastKey[CatalogueTable.PartitionKey].S)));

    /// <param name="token">Token of the previous page.</param>
    /// <param name="status">Status that is listed. A token of another status points to a place that this list does not have.</param>
    /// <exception cref="ArgumentException">The token does not come from a list of this status.</exception>
    public static Dictionary<string, AttributeValue> Parse(string token, string status)
    {
        // The key comes last because it may contain line breaks.
        if (Decode(token)?.Split('\n', 3) is not [var listed, var updatedAt, { Length: > 0 } imageId]
            || listed != status || !CatalogueItem.IsTimestamp(updatedAt))
        {
            throw new ArgumentException($"'{token}' is not a continuation token of the list of {status} images.", nameof(token));
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
