using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pipeline.Core.Deployment;

namespace Pipeline.Testing.Emulators;

/// <summary>Creates the request for the catalogue's table, as <see cref="CatalogueTable"/> describes it.</summary>
internal static class CatalogueTableDescription
{
    public static CreateTableRequest CreateRequest(string table) => new()
    {
        TableName = table,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        AttributeDefinitions =
        [
            new(CatalogueTable.PartitionKey, ScalarAttributeType.S),
            new(CatalogueTable.ListShard, ScalarAttributeType.S),
            new(CatalogueTable.UpdatedAt, ScalarAttributeType.S),
            new(CatalogueTable.DueShard, ScalarAttributeType.S),
            new(CatalogueTable.DueAt, ScalarAttributeType.S),
        ],
        KeySchema = [new(CatalogueTable.PartitionKey, KeyType.HASH)],
        GlobalSecondaryIndexes =
        [
            new()
            {
                IndexName = CatalogueTable.ListIndex,
                KeySchema = [new(CatalogueTable.ListShard, KeyType.HASH), new(CatalogueTable.UpdatedAt, KeyType.RANGE)],
                Projection = new() { ProjectionType = ProjectionType.INCLUDE, NonKeyAttributes = [CatalogueTable.Record] },
            },
            new()
            {
                IndexName = CatalogueTable.DueIndex,
                KeySchema = [new(CatalogueTable.DueShard, KeyType.HASH), new(CatalogueTable.DueAt, KeyType.RANGE)],
                Projection = new() { ProjectionType = ProjectionType.KEYS_ONLY },
            },
        ],
    };
}
