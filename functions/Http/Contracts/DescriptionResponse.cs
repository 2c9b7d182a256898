using System.ComponentModel;
using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;

namespace Pipeline.Http.Contracts;

/// <summary>What an image shows, in words, for those who show it. How it came about (model, schema, content) stays in the catalogue.</summary>
/// <param name="AltText">Alternative text; null if there is none.</param>
/// <param name="Language">Its language, a BCP 47 tag; null if it is not known.</param>
/// <param name="Labels">What can be seen, the most prominent first.</param>
/// <param name="Moderation">What may be objectionable.</param>
/// <param name="ByPerson">Whether a person gave the text.</param>
/// <param name="Translations">The text in further languages; null if there are none.</param>
[Description("What an image shows, in words. It is plain text: escape it for HTML.")]
public sealed record DescriptionResponse(
    [property: Description("Alternative text, one line of at most 250 characters.")] string? AltText,
    [property: Description("Language of the text, a BCP 47 tag such as en.")] string? Language,
    [property: Description("What can be seen, the most prominent first.")] IReadOnlyList<string> Labels,
    [property: Description("What may be objectionable, with the model's confidence from 0 to 1.")] IReadOnlyList<ModerationFinding> Moderation,
    [property: Description("Whether a person gave the text; otherwise a model did.")] bool ByPerson,
    [property: Description("The text in further languages.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<TranslatedText>? Translations = null);
