using Pipeline.Core.Catalogue;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Catalogue;

/// <summary>The rows that images are searched by.</summary>
internal static class PhotoRows
{
    /// <summary>Separates keywords. None contains it, because metadata have no control characters.</summary>
    private const char Separator = '\n';

    /// <summary>Writes the row of an image, in the transaction that writes its record.</summary>
    public static void Write(SqlSession session, ImageRecord record)
    {
        var photo = record.Current?.Photo;
        var camera = Normalize($"{photo?.Make} {photo?.Model}").Trim();
        var keywords = photo?.Keywords is { Count: > 0 } words ? $"{Separator}{Normalize(string.Join(Separator, words))}{Separator}" : "";
        session.Execute(
            """
            INSERT INTO photos(image, taken_at, camera, keywords) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO UPDATE SET taken_at = excluded.taken_at, camera = excluded.camera, keywords = excluded.keywords
            """,
            record.ImageId, photo?.TakenAt ?? "", camera, keywords);
    }

    /// <summary>A keyword as the column has it, with its separators.</summary>
    public static string FormatKeyword(string keyword) => $"{Separator}{Normalize(keyword.Trim())}{Separator}";

    /// <summary>Lower case, in which texts are compared.</summary>
#pragma warning disable CA1308 // Lower case, because that is what users compare: it is never turned back.
    public static string Normalize(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
