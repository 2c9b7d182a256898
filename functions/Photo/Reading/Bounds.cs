using System.Text.Json;
using Pipeline.Core.Contracts;
using Pipeline.Core.Photos;

namespace Pipeline.Photo.Reading;

/// <summary>Holds a record below its maximum size.</summary>
internal static class Bounds
{
    /// <summary>Maximum size of a record as JSON, in bytes.</summary>
    public const int MaxBytes = 8 << 10;

    public const int MaxKeywords = 50;

    // An escaped character of JSON.
    private const int MaxBytesPerCharacter = 6;

    // The names of all members, and the values that are not texts.
    private const int MaxBytesOfOthers = 1_500;

    /// <summary>Cuts the longest text by half, or drops half of the keywords, until the record is small enough.</summary>
    public static PhotoMetadata Fit(PhotoMetadata photo)
    {
        while (MayExceed(photo) && JsonSerializer.SerializeToUtf8Bytes(photo, PipelineJson.Default.PhotoMetadata).Length > MaxBytes)
        {
            photo = CutLongest(photo);
        }

        return photo;
    }

    /// <summary>A record of ordinary length need not be written to be measured.</summary>
    private static bool MayExceed(PhotoMetadata photo)
    {
        string?[] texts =
        [
            photo.Description, photo.Copyright, photo.Title, photo.Creator, photo.Credit, photo.DigitalSourceType, photo.ColourProfile, photo.Make, photo.Model, photo.Lens,
            .. photo.Keywords ?? [],
        ];
        return texts.Sum(text => text is null ? 0 : (MaxBytesPerCharacter * text.Length) + 3) > MaxBytes - MaxBytesOfOthers;
    }

    private static PhotoMetadata CutLongest(PhotoMetadata photo)
    {
        (int Length, Func<PhotoMetadata> Cut)[] parts =
        [
            (photo.Keywords?.Sum(Length) ?? 0, () => photo with { Keywords = Halve(photo.Keywords!) }),
            (Length(photo.Description), () => photo with { Description = Halve(photo.Description!) }),
            (Length(photo.Copyright), () => photo with { Copyright = Halve(photo.Copyright!) }),
            (Length(photo.Title), () => photo with { Title = Halve(photo.Title!) }),
            (Length(photo.Creator), () => photo with { Creator = Halve(photo.Creator!) }),
            (Length(photo.Credit), () => photo with { Credit = Halve(photo.Credit!) }),
            (Length(photo.DigitalSourceType), () => photo with { DigitalSourceType = Halve(photo.DigitalSourceType!) }),
            (Length(photo.ColourProfile), () => photo with { ColourProfile = Halve(photo.ColourProfile!) }),
            (Length(photo.Make), () => photo with { Make = Halve(photo.Make!) }),
            (Length(photo.Model), () => photo with { Model = Halve(photo.Model!) }),
            (Length(photo.Lens), () => photo with { Lens = Halve(photo.Lens!) }),
        ];
        return parts.MaxBy(part => part.Length).Cut();
    }

    private static int Length(string? text) => text is null ? 0 : JsonEncodedText.Encode(text).EncodedUtf8Bytes.Length;

    private static IReadOnlyList<string>? Halve(IReadOnlyList<string> keywords) =>
        keywords.Count > 1 ? [.. keywords.Take(keywords.Count / 2)] : Halve(keywords[0]) is { } keyword ? [keyword] : null;

    private static string? Halve(string text)
    {
        var length = text.Length / 2;
        var end = length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text[..end].TrimEnd() is { Length: > 0 } half ? half : null;
    }
}
