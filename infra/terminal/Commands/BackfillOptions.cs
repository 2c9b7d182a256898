using System.CommandLine;
using Pipeline.Core.Backfill;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;

namespace Pipeline.Terminal.Commands;

/// <summary>Options of <c>backfill</c>, of a deployed stack and of the local host.</summary>
public sealed class BackfillOptions
{
    /// <param name="maxConcurrencyDefault">What the number of images at once is by default, for the help.</param>
    public BackfillOptions(string maxConcurrencyDefault)
    {
        MaxConcurrency = new("--max-concurrency") { Description = $"Images at once, at most. Default: {maxConcurrencyDefault}.", HelpName = "N" };
        MaxConcurrency.RequireRange(1, BackfillInput.ConcurrencyLimit);
        Refresh.RequireOneOf(BackfillRefresh.Photo, BackfillRefresh.Description);
        Announcements.RequireOneOf(BackfillAnnouncements.All);
    }

    public Option<string> Prefix { get; } = new("--prefix") { Description = "Only originals whose keys begin with this.", HelpName = "P", DefaultValueFactory = _ => "" };

    public Option<bool> Outdated { get; } = new("--outdated") { Description = "Only images whose renditions are of another set than the current one, by the catalogue." };

    public Option<string?> Refresh { get; } = new("--refresh")
    {
        Description = "Update records only, and make no renditions: photo reads again what photos say of themselves, where another version or setting read it. description asks the model about images that no model has described, or another one. The budget of a day bounds that; the same command goes on the next day.",
        HelpName = BackfillRefresh.Photo + "|" + BackfillRefresh.Description,
    };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Start nothing; print how many images there are, and what they need." };

    public Option<int?> MaxConcurrency { get; }

    public Option<string> Announcements { get; } = new("--announcements")
    {
        Description = "none; summary: one message at the end; each: one for each image.", HelpName = string.Join('|', BackfillAnnouncements.All),
        DefaultValueFactory = _ => BackfillAnnouncements.Summary,
    };

    public Option<bool> Yes { get; } = new("--yes") { Description = "Start it also if it may cost more than $1." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Prefix, Outdated, Refresh, DryRun, MaxConcurrency, Announcements, Yes })
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="UsageException">The options do not go together.</exception>
    public void Check(ParseResult result)
    {
        if (result.GetValue(Refresh) is not null && result.GetValue(Outdated))
        {
            throw new UsageException("--refresh makes no renditions, and --outdated remakes them; use one of the two.");
        }
    }

    /// <summary>Which records the backfill is for, by what they should have; null if the bucket says what to process.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="versions">What records should have.</param>
    /// <param name="describing">What is needed for descriptions, for the message.</param>
    /// <exception cref="UsageException">Images are not described, so there are no descriptions to refresh.</exception>
    public Func<ImageRecord, bool>? FindMatches(ParseResult result, CurrentVersions versions, string describing) => GetRefresh(result) switch
    {
        BackfillRefresh.Photo => versions.HasOtherPhotoSchema,
        BackfillRefresh.Description when versions.DescriptionSchema is null => throw new UsageException($"--refresh description needs {describing}."),
        BackfillRefresh.Description => versions.HasOtherDescriptionSchema,
        _ => result.GetValue(Outdated) ? versions.IsOutdated : null,
    };

    /// <summary>Whether the catalogue says what to process, and not the bucket.</summary>
    public bool UsesRecords(ParseResult result) => result.GetValue(Outdated) || result.GetValue(Refresh) is not null;

    public string GetRefresh(ParseResult result) => result.GetValue(Refresh) ?? BackfillRefresh.None;

    /// <summary>The prefix to list: other keys than those with the stack's prefix are not images.</summary>
    /// <exception cref="UsageException">No key has both prefixes.</exception>
    public string FindPrefix(ParseResult result, string stackPrefix)
    {
        var prefix = result.GetRequiredValue(Prefix);
        return prefix.StartsWith(stackPrefix, StringComparison.Ordinal) ? prefix
            : stackPrefix.StartsWith(prefix, StringComparison.Ordinal) ? stackPrefix
            : throw new UsageException($"--prefix is '{prefix}'; images of this stack have the prefix '{stackPrefix}' (keyPrefix).");
    }
}
