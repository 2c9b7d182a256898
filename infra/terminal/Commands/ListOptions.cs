using System.CommandLine;
using System.Globalization;

namespace Pipeline.Terminal.Commands;

/// <summary>Options that lists have in common.</summary>
public static class ListOptions
{
    // What one call of the store gives.
    private const int MaxLimit = 1_000;

    /// <summary><c>--limit</c>, 1 to 1,000.</summary>
    public static Option<int> CreateLimit(string description)
    {
        var limit = new Option<int>("--limit") { Description = description, HelpName = "N", DefaultValueFactory = _ => 50 };
        limit.Validators.Add(result =>
        {
            // What is no number is told anyway.
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && value is (< 1 or > MaxLimit))
            {
                result.AddError($"--limit is {value}; it must be between 1 and {MaxLimit}.");
            }
        });
        return limit;
    }

    /// <summary><c>--status</c>: one of the names, whatever the case.</summary>
    public static Option<T?> CreateStatus<T>(string description, IReadOnlyDictionary<string, T> names)
        where T : struct
    {
        var known = string.Join(", ", names.Keys);
        return new("--status")
        {
            Description = $"{description}: {known}.",
            HelpName = "STATUS",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                foreach (var (name, status) in names)
                {
                    if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
                    {
                        return status;
                    }
                }

                result.AddError($"--status is '{text}'; it must be one of {known}.");
                return null;
            },
        };
    }
}
