using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Backfill;

/// <summary>
/// The result of one child of the Map. The definition asks for its bare output; without that, and for children that failed, AWS writes a description
/// of the execution, with its output as JSON text.
/// </summary>
/// <param name="Outcome">The outcome, in a bare output.</param>
/// <param name="Output">The output as JSON text, in a description.</param>
internal sealed record ChildResult([property: JsonPropertyName("outcome")] string? Outcome = null, string? Output = null)
{
    /// <exception cref="FormatException">There is no outcome.</exception>
    public string GetOutcome() =>
        Outcome
        ?? (Output is null ? null : JsonSerializer.Deserialize(Output, BackfillJson.Default.ChildResult)?.Outcome)
        ?? throw new FormatException("A result of the backfill has no outcome.");
}
