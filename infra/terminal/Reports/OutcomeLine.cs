using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;

namespace Pipeline.Terminal.Reports;

/// <summary>A line of <c>process --json</c>.</summary>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Outcome"><c>succeeded</c>, <c>unchanged</c>, <c>superseded</c>, <c>rejected</c>, <c>removed</c>, <c>failed</c> or <c>ignored</c>.</param>
/// <param name="Reason">Why it was rejected or failed.</param>
/// <param name="Execution">Name of the execution.</param>
/// <param name="DurationMs">From the upload to the end, milliseconds.</param>
/// <param name="Record">The catalogue's record.</param>
public sealed record OutcomeLine(string ImageId, string Outcome, Reason? Reason, string? Execution, double DurationMs, ImageRecord? Record)
{
    public static OutcomeLine From(ImageOutcome outcome) => new(
        outcome.ImageId, outcome.Name, outcome.Reason, outcome.Execution, Math.Round(outcome.Duration.TotalMilliseconds, 1), outcome.Record);
}
