using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Markup;

/// <summary>What to read out in place of an image.</summary>
/// <param name="Text">One line.</param>
/// <param name="Language">Its language, a BCP 47 tag; null if it is not known.</param>
internal sealed record AlternativeText(string Text, string? Language = null)
{
    /// <summary>
    /// The text that a person gave in the catalogue. Without one, the photo's description or title: the photographer was there, and a model only guesses.
    /// Then what a model saw. If there is nothing else, the name of the file without its extension, with spaces for hyphens and underscores.
    /// </summary>
    public static AlternativeText Find(ImageRecord record)
    {
        var (described, photo) = (record.Description, record.Current?.Photo);
        AlternativeText inCatalogue = new(described?.AltText ?? "", described?.Language);
        AlternativeText[] photos = [new(photo?.Description ?? ""), new(photo?.Title ?? "")];
        AlternativeText[] candidates = described?.ByPerson == true ? [inCatalogue, .. photos] : [.. photos, inCatalogue];
        return candidates.Select(candidate => candidate with { Text = JoinLines(candidate.Text) }).FirstOrDefault(candidate => candidate.Text.Length > 0)
            ?? new(NameOf(record.Key));
    }

    private static string NameOf(string key)
    {
        var file = key[(key.LastIndexOf('/') + 1)..];
        var extension = file.LastIndexOf('.');
        return JoinLines((extension > 0 ? file[..extension] : file).Replace('-', ' ').Replace('_', ' '));
    }

    /// <summary>One line without control characters.</summary>
    private static string JoinLines(string text) => string.Join(
        ' ', string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
