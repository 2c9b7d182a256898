namespace Pipeline.Core.Deployment;

/// <summary>Keys and index of the catalogue's DynamoDB table, which the deployment creates and the catalogue reads.</summary>
public static class CatalogueTable
{
    /// <summary>Partition key, a string: <c>bucket/key</c>.</summary>
    public const string PartitionKey = "pk";

    /// <summary>Index that lists records by status, newest first; projects all attributes.</summary>
    public const string StatusIndex = "status-updatedAt";

    /// <summary>Partition key of the index, a string.</summary>
    public const string Status = "status";

    /// <summary>Sort key of the index, a string: UTC in ISO 8601 with a fixed number of digits.</summary>
    public const string UpdatedAt = "updatedAt";

    /// <summary>Time to live, a number: seconds since 1970. Only records of deleted images have it.</summary>
    public const string ExpiresAt = "expiresAt";
}
