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

    /// <summary>
    /// Index of the entries that reconciliation must look at some day: those with claims, or with an announcement that is pending. Others
    /// lack its attributes, so it is nearly empty. Projects the keys only.
    /// </summary>
    public const string DueIndex = "due";

    /// <summary>Partition key of that index, a string: a number below <see cref="DueShards"/>, so that no partition gets every write.</summary>
    public const string DueShard = "dueShard";

    /// <summary>Sort key of that index, a string in the form of <see cref="UpdatedAt"/>.</summary>
    public const string DueAt = "dueAt";

    /// <summary>Number of partitions of that index. One takes 1,000 writes a second.</summary>
    public const int DueShards = 8;

    /// <summary>Time to live, a number: seconds since 1970. Only records of deleted images have it.</summary>
    public const string ExpiresAt = "expiresAt";
}
