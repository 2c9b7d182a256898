using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;

namespace Pipeline.Terminal.Reports;

/// <summary>A line of <c>process --json</c>.</summary>
/// <param name="ImageId"><c>bucket/key</c>.</param>
/// <param name="Outcome">
/// <c>succeeded</c>, <c>unchanged</c>, <c>superseded</c>, <c>rejected</c>, <c>quarantined</c>, <c>removed</c>, <c>failed</c> or <c>ignored</c>.
/// </param>
/// <param name="Reason">Why the image was rejected, failed or is in quarantine; otherwise null.</param>
/// <param name="Execution">Name of the execution; null if no rule matches the event.</param>
/// <param name="DurationMs">How long the execution ran, in milliseconds.</param>
/// <param name="WaitedMs">How long it waited for its turn before, in milliseconds.</param>
/// <param name="Record">Record of the catalogue; null if there is none.</param>
public sealed record OutcomeLine(
    string ImageId, string Outcome, Reason? Reason, string? Execution, double DurationMs, double WaitedMs, ImageRecord? Record)
{
    public static OutcomeLine From(ImageOutcome outcome) => new(
        outcome.ImageId, outcome.Name, outcome.Reason, outcome.Execution, Math.Round(outcome.Duration.TotalMilliseconds, 1),
        Math.Round(outcome.Waited.TotalMilliseconds, 1), outcome.Record);
}
