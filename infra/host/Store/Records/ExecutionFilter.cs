using Pipeline.Core.Executions;

namespace Pipeline.Host.Store.Records;

/// <summary>Which executions to list; what is null does not matter.</summary>
/// <param name="Status">Status.</param>
/// <param name="ImageId">The image, whole.</param>
/// <param name="NamePrefix">Start of the name.</param>
/// <param name="ImageIdPrefix">Start of the image's id: <c>uploads/cats/</c>.</param>
/// <param name="IsRedriven">Whether it was redriven.</param>
public sealed record ExecutionFilter(
    RecordedStatus? Status = null, string? ImageId = null, string? NamePrefix = null, string? ImageIdPrefix = null, bool? IsRedriven = null);
