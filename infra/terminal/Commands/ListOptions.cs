using System.CommandLine;
using Pipeline.Core.Executions;

namespace Pipeline.Terminal.Commands;

/// <summary>Options that several commands for lists share.</summary>
public static class ListOptions
{
    // The maximum of one call to the store.
    private const int MaxLimit = 1_000;

    /// <summary><c>--limit</c>, 1 to 1,000.</summary>
    public static Option<int> CreateLimit(string description)
    {
        var limit = new Option<int>("--limit") { Description = description, HelpName = "N", DefaultValueFactory = _ => 50 };
        limit.RequireRange(1, MaxLimit);
        return limit;
    }

    /// <summary><c>--status</c>: one of the names, in any case.</summary>
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

    /// <summary><c>--outcome</c>: what became of the image, in any case.</summary>
    public static Option<string?> CreateOutcome(string description) => new("--outcome")
    {
        Description = $"{description}: {string.Join(", ", ImageOutcome.Names)}, or the name of another end state.",
        HelpName = "OUTCOME",
        CustomParser = result => result.Tokens[0].Value.ToLowerInvariant(),
    };
}
