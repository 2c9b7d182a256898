using System.Text.Json;
using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Describing;

/// <summary>
/// Reads what a model filled the schema with. A model may ignore the schema, and a picture may tell it to, so everything is bounded here: what is not
/// in the schema is dropped, and texts are cleaned (<see cref="ModelText"/>).
/// </summary>
public static class DescriptionReader
{
    /// <summary>Maximum length of a label, in characters.</summary>
    public const int MaxLabelLength = 40;

    public const int MaxLabels = 10;

    /// <summary>Maximum length of an answer, in characters. A longer one is not read.</summary>
    private const int MaxAnswerLength = 100_000;

    /// <param name="json">The answer.</param>
    /// <param name="sha256">SHA-256 of the original.</param>
    /// <param name="settings">What was asked.</param>
    /// <param name="now">The current time.</param>
    /// <returns>The description; or what is wrong with the answer.</returns>
    public static (ImageDescription? Description, string? Problem) Read(string json, string sha256, DescriptionSettings settings, DateTimeOffset now)
    {
        if (json.Length > MaxAnswerLength)
        {
            return (null, $"the answer of {settings.Model} has {json.Length:N0} characters; at most {MaxAnswerLength:N0} are read");
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, sha256, settings, now);
        }
        catch (JsonException exception)
        {
            return (null, $"the answer of {settings.Model} is not JSON: {exception.Message}");
        }
    }

    private static (ImageDescription? Description, string? Problem) Read(JsonElement answer, string sha256, DescriptionSettings settings, DateTimeOffset now)
    {
        if (ReadText(answer, "altText", ImageDescription.MaxTextLength) is not { Length: > 0 } altText)
        {
            return (null, $"the answer of {settings.Model} has no altText");
        }

        // Without it, nobody knows whether the model looked for what is objectionable.
        if (!TryGet(answer, "moderation", JsonValueKind.Array, out var moderation))
        {
            return (null, $"the answer of {settings.Model} has no list \"moderation\"");
        }

        var findings = new Dictionary<string, double>();
        foreach (var entry in moderation.EnumerateArray())
        {
            if (ReadFinding(entry) is not { } finding)
            {
                return (null, $"the answer of {settings.Model} has an entry in \"moderation\" that is not one of {string.Join(", ", ModerationCategories.All)} with a confidence from 0 to 1");
            }

            findings[finding.Category] = Math.Max(finding.Confidence, findings.GetValueOrDefault(finding.Category));
        }

        string[] labels = TryGet(answer, "labels", JsonValueKind.Array, out var list)
            ? [.. list.EnumerateArray().Select(label => Clean(label, MaxLabelLength)).OfType<string>().Where(label => label.Length > 0).Distinct().Take(MaxLabels)]
            : [];
        var translations = ReadTranslations(answer, settings);
        return (
            new(
                sha256, altText, settings.Languages[0], labels,
                [.. findings.Where(finding => finding.Value > 0).OrderByDescending(finding => finding.Value).ThenBy(finding => finding.Key, StringComparer.Ordinal).Select(finding => new ModerationFinding(finding.Key, finding.Value))],
                now, settings.Model, settings.Schema, translations.Count > 0 ? translations : null),
            null);
    }

    private static List<TranslatedText> ReadTranslations(JsonElement answer, DescriptionSettings settings)
    {
        var entries = TryGet(answer, "translations", JsonValueKind.Array, out var list) ? list.EnumerateArray().ToArray() : [];
        return
        [
            .. settings.Languages.Skip(1)
                .Select(language => (language, text: entries
                    .Where(entry => entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("language", out var named) && named.ValueKind == JsonValueKind.String && named.ValueEquals(language))
                    .Select(entry => ReadText(entry, "altText", ImageDescription.MaxTextLength)).FirstOrDefault()))
                .Where(entry => entry.text is { Length: > 0 })
                .Select(entry => new TranslatedText(entry.language, entry.text!)),
        ];
    }

    private static ModerationFinding? ReadFinding(JsonElement entry) =>
        ReadText(entry, "category", MaxLabelLength) is { } category && ModerationCategories.All.Contains(category)
        && TryGet(entry, "confidence", JsonValueKind.Number, out var confidence) && confidence.TryGetDouble(out var value) && value is >= 0 and <= 1
            ? new(category, value)
            : null;

    private static string? ReadText(JsonElement answer, string name, int maxLength) =>
        TryGet(answer, name, JsonValueKind.String, out var text) ? Clean(text, maxLength) : null;

    private static string? Clean(JsonElement text, int maxLength)
    {
        try
        {
            return text.ValueKind == JsonValueKind.String ? ModelText.Clean(text.GetString()!, maxLength) : null;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is no text.
            return null;
        }
    }

    private static bool TryGet(JsonElement answer, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out value) && value.ValueKind == kind;
    }
}
