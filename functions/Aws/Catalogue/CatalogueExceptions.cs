namespace Pipeline.Aws.Catalogue;

/// <summary>DynamoDB denied a request: the role's policy lacks the action, or the table's KMS key denies the role.</summary>
public sealed class CatalogueAccessDeniedException(string operation, string table, string item, Exception innerException)
    : Exception($"{operation} of {item} in table {table} was refused: {innerException.Message} Check the role's policy.", innerException)
{
    public string Table { get; } = table;
}

/// <summary>The table or its index does not exist.</summary>
public sealed class CatalogueNotFoundException(string operation, string table, Exception innerException) : Exception(
    $"There is no table '{table}', or it lacks the index that {operation} reads. Deploy the stack, or correct the table's name.", innerException)
{
    public string Table { get; } = table;
}

/// <summary>An entry is larger than 400 KB, DynamoDB's limit for an item.</summary>
public sealed class EntryTooLargeException(string imageId, Exception innerException) : Exception(
    $"The catalogue entry of {imageId} is larger than 400 KB, DynamoDB's limit for an item: {innerException.Message}", innerException)
{
    public string ImageId { get; } = imageId;
}

/// <summary>An item of the table was not written by the pipeline, or was changed by hand.</summary>
public sealed class MalformedEntryException(string imageId, Exception innerException) : Exception(
    $"The catalogue entry of {imageId} cannot be read: {innerException.Message} Restore it from a backup, or delete it and upload the image again.",
    innerException)
{
    public string ImageId { get; } = imageId;
}
