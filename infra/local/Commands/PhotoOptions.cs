using System.CommandLine;
using Pipeline.Core.Photos;
using Pipeline.Core.Validation;
using Pipeline.Photo.Reading;

namespace Pipeline.Local.Commands;

/// <summary>The option for what is kept of photos' own metadata, with the values of the stack's setting.</summary>
internal static class PhotoOptions
{
    public static Option<string> CreateKeepLocation() => ChoiceOption.Create(
        "--keep-location", "How much of the location to keep; city rounds to 0.1 degrees.", LimitWords.All<KeepLocation>());

    public static Option<bool> CreateKeepTags() => new("--keep-tags") { Description = "Put the tags of an original into its record, besides its user metadata." };

    public static KeepLocation ReadKeepLocation(ParseResult result, Option<string> option) =>
        LimitWords.TryParse<KeepLocation>(result.GetRequiredValue(option), out var value) ? value : default;

    /// <summary>What a pipeline reads of photos.</summary>
    public static PhotoReading CreateReading(KeepLocation keepLocation) => new(new PhotoReader(TimeProvider.System).Read, keepLocation);
}
