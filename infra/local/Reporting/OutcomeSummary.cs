using System.Globalization;
using Pipeline.Core.Executions;
using Spectre.Console;

namespace Pipeline.Local.Reporting;

/// <summary>Counts outcomes and writes a summary line.</summary>
internal sealed class OutcomeSummary
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Add(ImageOutcome outcome) => _counts[outcome.Name] = _counts.GetValueOrDefault(outcome.Name) + 1;

    public void Write(IAnsiConsole console)
    {
        if (_counts.Count == 0)
        {
            return;
        }

        var images = _counts.Values.Sum();
        var parts = _counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value:N0} {count.Key}"));
        console.WriteLine();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{images:N0} image{(images == 1 ? "" : "s")}: {string.Join(", ", parts)}"));
    }
}
