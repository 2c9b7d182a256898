using Pipeline.Core.Deployment;

namespace Pipeline.Infra.Components;

/// <summary>One metric of throttled requests to the catalogue's table.</summary>
/// <param name="Label">Short name, for an alarm and a legend.</param>
/// <param name="Name">Name of the metric in the namespace <c>AWS/DynamoDB</c>.</param>
/// <param name="Index">Index that is throttled; null for the table itself, which its indexes do not count for.</param>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html"/>
internal sealed record TableThrottling(string Label, string Name, string? Index)
{
    /// <summary>Reads and writes of the table, and writes of each index: an index that cannot keep up throttles the table.</summary>
    public static IReadOnlyList<TableThrottling> Metrics { get; } =
    [
        new("table-reads-throttled", "ReadThrottleEvents", null),
        new("table-writes-throttled", "WriteThrottleEvents", null),
        new("table-index-listed-throttled", "WriteThrottleEvents", CatalogueTable.ListIndex),
        new("table-index-due-throttled", "WriteThrottleEvents", CatalogueTable.DueIndex),
    ];

    /// <param name="table">Name of the table.</param>
    public IReadOnlyList<(string Name, string Value)> GetDimensions(string table) =>
        Index is null ? [("TableName", table)] : [("TableName", table), ("GlobalSecondaryIndexName", Index)];
}
