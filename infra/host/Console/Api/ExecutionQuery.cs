using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Console.Api;

/// <summary>Parses the filter of a list of executions.</summary>
internal static class ExecutionQuery
{
    /// <param name="status">Name of a status as AWS writes it, or null.</param>
    /// <param name="key">A whole key, a prefix followed by <c>*</c>, or null.</param>
    /// <exception cref="ArgumentException">There is no such status.</exception>
    public static ExecutionFilter Parse(string? status, string? key) => new(
        string.IsNullOrEmpty(status) ? null : ParseStatus(status),
        key is not (null or "") && !key.EndsWith('*') ? ImageIds.Create(BucketNames.Uploads, key) : null,
        ImageIdPrefix: key is { Length: > 1 } && key.EndsWith('*') ? ImageIds.Create(BucketNames.Uploads, key[..^1]) : null);

    private static RecordedStatus ParseStatus(string name) =>
        Enum.GetValues<RecordedStatus>().Where(status => status.ToText() == name).Cast<RecordedStatus?>().FirstOrDefault()
        ?? throw new ArgumentException($"status is '{name}'; it must be one of {string.Join(", ", Enum.GetValues<RecordedStatus>().Select(RecordedStatuses.ToText))}.");
}
