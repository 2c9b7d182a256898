using System.CommandLine;
using System.Globalization;
using Pipeline.Host.Store.Records;

namespace Pipeline.Local.Commands;

/// <summary>The option <c>--keep-executions</c>: how long and how many ended executions are kept.</summary>
internal static class KeepExecutionsOption
{
    private const int MaxDays = 36_500;

    public static Option<ExecutionRetention?> Create() => new("--keep-executions")
    {
        Description = $"Ended executions to keep, with their histories, events and announcements: days (90d), a number (10000), or both (30d,10000). Default: {ExecutionRetention.Default.Age.Days}d.",
        HelpName = "DAYSd,N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var retention = TryParse(text);
            if (retention is null)
            {
                result.AddError($"--keep-executions is '{text}'; it must be days (1d to {MaxDays}d), a number of executions (at least 1), or both, such as 30d,10000.");
            }

            return retention;
        },
    };

    internal static ExecutionRetention? TryParse(string text)
    {
        var (age, count) = ((TimeSpan?)null, (long?)null);
        foreach (var part in text.Split(','))
        {
            if (part.EndsWith('d') && int.TryParse(part[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && age is null && days is >= 1 and <= MaxDays)
            {
                age = TimeSpan.FromDays(days);
            }
            else if (long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && count is null && number >= 1)
            {
                count = number;
            }
            else
            {
                return null;
            }
        }

        return new(age ?? ExecutionRetention.Default.Age, count);
    }
}
