using System.Globalization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Executions;

namespace Pipeline.Host.Store.Records;

/// <summary>A filter of executions as texts, as people and URLs give it. What is absent or empty matches every execution.</summary>
/// <param name="Status">Name of a status as AWS writes it.</param>
/// <param name="Outcome">Name of an outcome, in any case.</param>
/// <param name="Key">A whole key, or a prefix followed by <c>*</c>.</param>
/// <param name="Q">Any part of a key, of a name or of an ARN.</param>
/// <param name="From">The earliest start: a date (UTC) or a time, as ISO 8601.</param>
/// <param name="To">Starts before this time. A date includes its whole day.</param>
/// <param name="Sort"><c>start</c>, <c>duration</c> or <c>key</c>.</param>
/// <param name="Order"><c>asc</c> or <c>desc</c>. Absent: keys from A to Z, otherwise the newest or longest first.</param>
/// <param name="StateMachine">Name of a state machine, such as <c>backfill</c>.</param>
public sealed record ExecutionQuery(
    string? Status = null, string? Outcome = null, string? Key = null, string? Q = null, string? From = null, string? To = null, string? Sort = null,
    string? Order = null, string? StateMachine = null)
{
    private static readonly (string Text, ExecutionSort Value)[] SortChoices =
        [("start", ExecutionSort.Start), ("duration", ExecutionSort.Duration), ("key", ExecutionSort.Key)];

    private static readonly (string Text, bool Value)[] OrderChoices = [("asc", true), ("desc", false)];

    /// <summary>The values of <see cref="Sort"/>. The first one is the default.</summary>
    public static IReadOnlyList<string> Sorts { get; } = [.. SortChoices.Select(choice => choice.Text)];

    /// <summary>The values of <see cref="Order"/>.</summary>
    public static IReadOnlyList<string> Orders { get; } = [.. OrderChoices.Select(choice => choice.Text)];

    /// <exception cref="ArgumentException">A value is not valid. The message begins with its name.</exception>
    public ExecutionFilter ToFilter()
    {
        var sort = Choose("sort", Sort, ExecutionSort.Start, SortChoices);
        return new(
            string.IsNullOrEmpty(Status) ? null : ParseStatus(Status),
            Key is not (null or "") && !Key.EndsWith('*') ? ImageIds.Create(BucketNames.Uploads, Key) : null,
            ImageIdPrefix: Key is { Length: > 1 } && Key.EndsWith('*') ? ImageIds.Create(BucketNames.Uploads, Key[..^1]) : null,
            Outcome: string.IsNullOrEmpty(Outcome) ? null : Outcome.ToLowerInvariant(),
            Text: Q?.Trim(),
            From: ParseTime("from", From, wholeDay: false),
            Before: ParseTime("to", To, wholeDay: true),
            Sort: sort,
            IsAscending: Choose("order", Order, sort == ExecutionSort.Key, OrderChoices))
        {
            StateMachineArn = string.IsNullOrEmpty(StateMachine) ? null : $"arn:aws:states:local:000000000000:stateMachine:{StateMachine}",
        };
    }

    /// <summary>What is wrong with an outcome that no execution has; null if nothing is.</summary>
    /// <param name="outcome">The outcome of a filter.</param>
    /// <param name="known">The outcomes that there are.</param>
    public static string? FindError(string? outcome, IEnumerable<string> known) =>
        outcome is null || known.Contains(outcome) ? null : $"outcome is '{outcome}'; it must be one of {string.Join(", ", known)}.";

    private static RecordedStatus ParseStatus(string name) =>
        Enum.GetValues<RecordedStatus>().Where(status => status.ToText() == name).Cast<RecordedStatus?>().FirstOrDefault()
        ?? throw new ArgumentException($"status is '{name}'; it must be one of {string.Join(", ", Enum.GetValues<RecordedStatus>().Select(RecordedStatuses.ToText))}.");

    private static T Choose<T>(string name, string? text, T standard, (string Text, T Value)[] choices)
    {
        if (string.IsNullOrEmpty(text))
        {
            return standard;
        }

        var texts = new List<string>();
        foreach (var choice in choices)
        {
            if (choice.Text == text)
            {
                return choice.Value;
            }

            texts.Add(choice.Text);
        }

        throw new ArgumentException($"{name} is '{text}'; it must be one of {string.Join(", ", texts)}.");
    }

    private static DateTimeOffset? ParseTime(string name, string? text, bool wholeDay)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            var day = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            return !wholeDay ? day : date == DateOnly.MaxValue ? DateTimeOffset.MaxValue : day.AddDays(1);
        }

        return DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new ArgumentException($"{name} is '{text}'; it must be a date like 2026-03-01 or a time like 2026-03-01T12:00:00Z.");
    }
}
