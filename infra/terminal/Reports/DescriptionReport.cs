using System.Globalization;
using Pipeline.Core.Catalogue;
using Spectre.Console;

namespace Pipeline.Terminal.Reports;

/// <summary>Prints what a model or a person says about an image.</summary>
internal static class DescriptionReport
{
    public static void Write(IAnsiConsole console, ImageDescription description)
    {
        if (description.AltText is { } text)
        {
            console.MarkupLineInterpolated($"  \"{text}\" {FormatOrigin(description)}");
        }

        foreach (var translation in description.Translations ?? [])
        {
            console.MarkupLineInterpolated($"  \"{translation.AltText}\" ({translation.Language})");
        }

        if (description.Labels.Count > 0)
        {
            console.MarkupLineInterpolated($"  labels: {string.Join(", ", description.Labels)}");
        }

        if (description.Model is not null)
        {
            var findings = description.Moderation.Select(finding => string.Create(CultureInfo.InvariantCulture, $"{finding.Category} ({finding.Confidence:P0})"));
            console.MarkupLineInterpolated($"  moderation: {(description.Moderation.Count == 0 ? "nothing found" : string.Join(", ", findings))}");
        }

        if (description.Released)
        {
            console.WriteLine("  A person released it from quarantine.");
        }
    }

    private static string FormatOrigin(ImageDescription description)
    {
        var origin = description.ByPerson ? "by a person" : $"by {description.Model}";
        return description.Language is { } language ? $"({language}, {origin})" : $"({origin})";
    }
}
