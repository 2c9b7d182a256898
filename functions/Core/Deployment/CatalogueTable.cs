namespace Pipeline.Core.Deployment;

/// <summary>Keys and index of the catalogue's DynamoDB table, which the deployment creates and the catalogue reads.</summary>
public static class CatalogueTable
{
    /// <summary>Partition key, a string: <c>bucket/key</c>.</summary>
    public const string PartitionKey = "pk";

    /// <summary>Status of the record, a string, for people who look at the table.</summary>
    public const string Status = "status";

    /// <summary>
    /// Index that lists the records of the statuses of <see cref="Catalogue.ImageStatuses.Listed"/>, newest first. Entries of other statuses lack
    /// its partition key, so it stays small. Projects the record.
    /// </summary>
    public const string ListIndex = "listed";

    /// <summary>
    /// Partition key of that index, a string such as <c>failed#5</c>: the status, and a number below <see cref="Shards"/>, so that no partition
    /// gets every write.
    /// </summary>
    public const string ListShard = "listShard";

    /// <summary>The record, a map.</summary>
    public const string Record = "record";

    /// <summary>Sort key of that index, a string: UTC in ISO 8601 with a fixed number of digits.</summary>
    public const string UpdatedAt = "updatedAt";

    /// <summary>
    /// Index of the entries that reconciliation or the sweep must look at some day: those with claims, an announcement that is pending,
    /// replaced versions or removals. Others lack its attributes, so it is small. Projects the keys only.
    /// </summary>
    public const string DueIndex = "due";

    /// <summary>
    /// Partition key of that index, a string: a number below <see cref="Shards"/> for reconciliation; for the sweep, such as
    /// <c>removable#5</c>. Reconciliation comes first, and an entry is never in both, so a million versions that are to be removed do not delay it.
    /// </summary>
    public const string DueShard = "dueShard";

    /// <summary>Sort key of that index, a string in the form of <see cref="UpdatedAt"/>.</summary>
    public const string DueAt = "dueAt";

    /// <summary>Number of partitions of each index and status. One takes 1,000 writes a second.</summary>
    public const int Shards = 8;

    /// <summary>Time to live, a number: seconds since 1970. Only records of deleted images and outcomes have it.</summary>
    public const string ExpiresAt = "expiresAt";

    /// <summary>
    /// Beginning of the partition keys of items that count the images described in a day: <c>describe-budget#2026-11-29</c>. No image has it, because a
    /// bucket's name has no <c>#</c>. Such an item has no attribute of an index, no record, and a time to live.
    /// </summary>
    public const string DescriptionBudgetPrefix = "describe-budget#";

    /// <summary>
    /// Beginning of the partition keys of outcomes, which the table keeps for exports. No image has it, because a bucket's name has no <c>#</c>. An
    /// outcome has no attribute of an index, and no record.
    /// </summary>
    public const string OutcomePrefix = "outcome#";

    /// <summary>The outcome, a map. Images lack it.</summary>
    public const string Outcome = "outcome";

    /// <summary>Days that an outcome is kept after it happened. An export runs every night, so one that fails a few times loses nothing.</summary>
    public const int OutcomeDays = 7;
}
