using Pipeline.Core.Executions;

namespace Pipeline.Host.Store.Records;

/// <summary>The executions to list: those that match all members. A member that is null matches every execution.</summary>
/// <param name="Status">Status.</param>
/// <param name="ImageId">Id of the image.</param>
/// <param name="NamePrefix">Start of the name.</param>
/// <param name="ImageIdPrefix">Start of the image's id, such as <c>uploads/cats/</c>.</param>
/// <param name="IsRedriven">Whether the execution was redriven.</param>
/// <param name="Outcome">The pipeline's outcome.</param>
/// <param name="Text">Any part of the image's key, of the name or of the ARN. ASCII letters match in either case.</param>
/// <param name="From">The earliest start.</param>
/// <param name="Before">Starts before this time.</param>
/// <param name="Sort">Order of the list.</param>
/// <param name="IsAscending">Whether the oldest, shortest or first in the alphabet comes first.</param>
public sealed record ExecutionFilter(
    RecordedStatus? Status = null, string? ImageId = null, string? NamePrefix = null, string? ImageIdPrefix = null, bool? IsRedriven = null,
    string? Outcome = null, string? Text = null, DateTimeOffset? From = null, DateTimeOffset? Before = null,
    ExecutionSort Sort = ExecutionSort.Start, bool IsAscending = false)
{
    /// <summary>ARN of the state machine; null for those of all.</summary>
    public string? StateMachineArn { get; init; }
}
