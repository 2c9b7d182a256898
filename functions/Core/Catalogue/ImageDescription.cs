using System.Text.Json.Serialization;

namespace Pipeline.Core.Catalogue;

/// <summary>What an image shows, in words: by a model that looked at it, by a person, or the alternative text of a person and the rest of a model.</summary>
/// <param name="Sha256">SHA-256 of the original that was looked at or given a text, 64 lower-case hexadecimal digits.</param>
/// <param name="AltText">Alternative text, one line of at most <see cref="MaxTextLength"/> characters; null if there is none.</param>
/// <param name="Language">Language of the text, a BCP 47 tag such as <c>en</c>; null if it is not known.</param>
/// <param name="Labels">What can be seen, as words in the language of the text; a model puts the most prominent first.</param>
/// <param name="Moderation">What may be objectionable; empty if a model found nothing.</param>
/// <param name="DescribedAt">When the text was given.</param>
/// <param name="Model">The model that looked at the original; null if none has.</param>
/// <param name="Schema">How the model was asked, see <see cref="Describing.DescriptionSettings.Schema"/>; null if none has looked.</param>
/// <param name="Translations">The text in further languages, in the order of the settings; null if they name none.</param>
/// <param name="ByPerson">Whether a person gave the text. No model overwrites it.</param>
/// <param name="Released">Whether a person released the original from quarantine.</param>
public sealed record ImageDescription(
    string Sha256,
    string? AltText,
    string? Language,
    IReadOnlyList<string> Labels,
    IReadOnlyList<ModerationFinding> Moderation,
    DateTimeOffset DescribedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Schema = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<TranslatedText>? Translations = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ByPerson = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Released = false)
{
    /// <summary>Maximum length of an alternative text, in characters.</summary>
    public const int MaxTextLength = 250;

    /// <summary>Whether a model has looked at this content.</summary>
    public bool HasSeen(string sha256) => Model is not null && Sha256 == sha256;

    /// <summary>What stays when an original has new content that no model has looked at: the text of a person. Null if there is none.</summary>
    public ImageDescription? KeepFor(string sha256) =>
        Sha256 == sha256 ? this
        : ByPerson ? this with { Labels = [], Moderation = [], Model = null, Schema = null, Released = false }
        : null;

    /// <summary>What a model found, with the text that a person gave before.</summary>
    /// <param name="found">The description by the model.</param>
    /// <param name="before">The description until now; null if there is none.</param>
    public static ImageDescription Combine(ImageDescription found, ImageDescription? before) => before is null
        ? found
        : (before.ByPerson
            ? found with { AltText = before.AltText, Language = before.Language, Translations = before.Translations, DescribedAt = before.DescribedAt, ByPerson = true }
            : found) with { Released = before.Released && before.Sha256 == found.Sha256 };
}

/// <param name="Language">Language, a BCP 47 tag.</param>
/// <param name="AltText">Alternative text in this language.</param>
public sealed record TranslatedText(string Language, string AltText);

/// <summary>Something that may be objectionable.</summary>
/// <param name="Category">One of <see cref="Describing.ModerationCategories"/>.</param>
/// <param name="Confidence">How sure the model is, from 0 to 1.</param>
public sealed record ModerationFinding(string Category, double Confidence);

/// <summary>A version that is kept from readers until a person releases it.</summary>
/// <param name="Version">The version, whose renditions exist.</param>
/// <param name="Description">Its description; null if there is none.</param>
/// <param name="Since">When it was quarantined.</param>
public sealed record QuarantinedVersion(ImageVersion Version, ImageDescription? Description, DateTimeOffset Since);
