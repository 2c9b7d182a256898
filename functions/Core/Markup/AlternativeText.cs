using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Markup;

/// <summary>What to read out in place of an image.</summary>
internal static class AlternativeText
{
    /// <summary>The photo's description or title. If it has neither, the name of the file without its extension, with spaces for hyphens and underscores.</summary>
    public static string Find(ImageRecord record)
    {
        var photo = record.Current?.Photo;
        return new[] { photo?.Description, photo?.Title }.Select(text => JoinLines(text ?? "")).FirstOrDefault(text => text.Length > 0) ?? NameOf(record.Key);
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
