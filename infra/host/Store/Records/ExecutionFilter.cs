using Pipeline.Core.Executions;

namespace Pipeline.Host.Store.Records;

/// <summary>The executions to list: those that match all members. A member that is null matches every execution.</summary>
/// <param name="Status">Status.</param>
/// <param name="ImageId">Id of the image.</param>
/// <param name="NamePrefix">Start of the name.</param>
/// <param name="ImageIdPrefix">Start of the image's id, such as <c>uploads/cats/</c>.</param>
/// <param name="IsRedriven">Whether the execution was redriven.</param>
public sealed record ExecutionFilter(
    RecordedStatus? Status = null, string? ImageId = null, string? NamePrefix = null, string? ImageIdPrefix = null, bool? IsRedriven = null)
{
    /// <summary>ARN of the state machine; null for those of all.</summary>
    public string? StateMachineArn { get; init; }
}
