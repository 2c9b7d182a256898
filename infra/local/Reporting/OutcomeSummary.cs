using System.Globalization;
using Pipeline.Core.Executions;
using Pipeline.Terminal.Reports;
using Spectre.Console;

namespace Pipeline.Local.Reporting;

/// <summary>Counts outcomes, and writes what went wrong and a summary line. Called from several threads.</summary>
internal sealed class OutcomeSummary
{
    private const string NotUploaded = "not uploaded";

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<ImageOutcome> _unsuccessful = [];
    private readonly List<string> _notUploaded = [];
    private int _expected;
    private int _submitted;

    /// <summary>Number of images, as far as it is known.</summary>
    public int Total
    {
        get
        {
            lock (_lock)
            {
                return Math.Max(_expected, _submitted + _notUploaded.Count);
            }
        }
    }

    /// <summary>Number of images whose outcome is known.</summary>
    public int Done
    {
        get
        {
            lock (_lock)
            {
                return _counts.Values.Sum() + _notUploaded.Count;
            }
        }
    }

    /// <summary>More images are coming.</summary>
    public void Expect(int images)
    {
        lock (_lock)
        {
            _expected += images;
        }
    }

    /// <returns>How many images were submitted, with this one.</returns>
    public int AddSubmitted()
    {
        lock (_lock)
        {
            return ++_submitted;
        }
    }

    public void Add(ImageOutcome outcome)
    {
        lock (_lock)
        {
            _counts[outcome.Name] = _counts.GetValueOrDefault(outcome.Name) + 1;
            if (!outcome.IsSuccessful)
            {
                _unsuccessful.Add(outcome);
            }
        }
    }

    public void AddNotUploaded(string message)
    {
        lock (_lock)
        {
            _notUploaded.Add(message);
        }
    }

    /// <summary>How far it is: <c>120 of 500 done: 118 succeeded, 2 rejected</c>.</summary>
    public string FormatProgress()
    {
        var counts = FormatCounts();
        return string.Create(CultureInfo.InvariantCulture, $"{Done:N0} of {Total:N0} done{(counts.Length > 0 ? ": " : "")}{counts}");
    }

    /// <summary>Writes the images that were rejected, failed or not uploaded, each on a line with its reason.</summary>
    public void WriteUnsuccessful(IAnsiConsole console)
    {
        lock (_lock)
        {
            // The worst are next to the summary, where they are seen first.
            string[] lines =
            [
                .. _unsuccessful.OrderByDescending(outcome => outcome.Name, StringComparer.Ordinal).ThenBy(outcome => outcome.ImageId, StringComparer.Ordinal)
                    .Select(OutcomeReport.FormatLine),
                .. _notUploaded.Select(TerminalText.Escape),
            ];
            if (lines.Length > 0)
            {
                console.WriteLine();
            }

            foreach (var line in lines)
            {
                // Not through the console, which would wrap long lines.
                console.Profile.Out.Writer.WriteLine(line);
            }
        }
    }

    /// <summary>Writes the summary line.</summary>
    public void Write(IAnsiConsole console)
    {
        var images = Done;
        if (images == 0)
        {
            return;
        }

        console.WriteLine();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{images:N0} image{(images == 1 ? "" : "s")}: {FormatCounts()}"));
    }

    private string FormatCounts()
    {
        lock (_lock)
        {
            IEnumerable<(string Name, int Count)> counts = _counts.Select(count => (count.Key, count.Value));
            return string.Join(
                ", ",
                (_notUploaded.Count > 0 ? counts.Append((Name: NotUploaded, Count: _notUploaded.Count)) : counts)
                    .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Count:N0} {count.Name}")));
        }
    }
}
