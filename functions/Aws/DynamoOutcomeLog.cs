using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pipeline.Aws.Catalogue;
using Pipeline.Core.Deployment;
using Pipeline.Core.Outcomes;

namespace Pipeline.Aws;

/// <summary>
/// Outcomes in the catalogue's table, each an item of its own that the table removes after <see cref="CatalogueTable.OutcomeDays"/> days. An item is
/// written without a condition: another attempt writes the same one.
/// </summary>
/// <param name="dynamo">Client; the caller disposes it.</param>
/// <param name="table">Name of the table.</param>
public sealed class DynamoOutcomeLog(IAmazonDynamoDB dynamo, string table) : IOutcomeLog
{
    private readonly CatalogueErrors _errors = new(table);

    public Task AppendAsync(RecordedOutcome outcome, CancellationToken cancellationToken)
    {
        var request = new PutItemRequest { TableName = table, Item = OutcomeItem.FromOutcome(outcome) };
        return _errors.CallAsync("PutItem", outcome.ImageId, () => dynamo.PutItemAsync(request, cancellationToken));
    }
}
