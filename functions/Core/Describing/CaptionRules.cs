using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;

namespace Pipeline.Core.Describing;

/// <summary>What a person can say about an image.</summary>
public static partial class CaptionRules
{
    /// <summary>How a language must look, for messages.</summary>
    public const string LanguageSyntax = "a language tag such as en, de or pt-BR";

    /// <summary>What is wrong with a text of a person, as a sentence; null if nothing is.</summary>
    public static string? FindProblem(Caption caption) => caption switch
    {
        { AltText: null, Language: not null } => "A language needs a text.",
        { AltText: null } => null,
        { AltText: var text } when ModelText.Clean(text, int.MaxValue).Length == 0 => "The text is empty. Take a text back instead of replacing it with nothing.",
        { AltText: { Length: > ImageDescription.MaxTextLength } text } =>
            $"The text has {text.Length} characters; at most {ImageDescription.MaxTextLength} are allowed.",
        { AltText: var text } when text.Any(character => char.IsControl(character)) => "The text has a control character, such as a line break; it must be one line.",
        { AltText: var text } when !IsText(text) => "The text is not valid Unicode.",
        { Language: { } language } when !IsLanguage(language) => $"The language is '{language}'; it must be {LanguageSyntax}.",
        _ => null,
    };

    /// <summary>Whether this looks like a BCP 47 tag.</summary>
    public static bool IsLanguage(string tag) => LanguageTag().IsMatch(tag);

    private static bool IsText(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);

    [GeneratedRegex("^(?=.{2,35}$)[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}
