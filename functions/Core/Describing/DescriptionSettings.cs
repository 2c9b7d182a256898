using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Core.Describing;

/// <summary>How a model is asked about images.</summary>
/// <param name="Model">Its id, as its service has it.</param>
/// <param name="Languages">BCP 47 tags: the language of the text and the labels, then those that the text is translated into; at least one.</param>
/// <param name="MaxTokens">Maximum number of tokens of an answer.</param>
/// <param name="Temperature">Temperature, 0 to 1; null for the model's default. Newer models refuse it together with <paramref name="TopP"/>.</param>
/// <param name="TopP">Top P, 0 to 1; null for the model's default.</param>
/// <param name="DailyImages">Maximum number of images that are described in a day, in UTC; null for no maximum.</param>
/// <param name="InputPrice">US dollars for a million tokens of a request; null if not known.</param>
/// <param name="OutputPrice">US dollars for a million tokens of an answer; null if not known.</param>
public sealed record DescriptionSettings(
    string Model,
    IReadOnlyList<string> Languages,
    int MaxTokens = DescriptionSettings.DefaultMaxTokens,
    double? Temperature = null,
    double? TopP = null,
    int? DailyImages = DescriptionSettings.DefaultDailyImages,
    decimal? InputPrice = null,
    decimal? OutputPrice = null)
{
    public const int DefaultMaxTokens = 800;

    public const int DefaultDailyImages = 1_000;

    public const string DefaultLanguage = "en";

    /// <summary>Raise this when the same model would be asked for something else. Then a refresh describes everything again.</summary>
    private const int PromptVersion = 1;

    /// <summary>First 8 hexadecimal digits of the SHA-256 of all that decides what a model is asked for, and which one.</summary>
    public string Schema => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{PromptVersion}\n{Model}\n{string.Join(',', Languages)}")))[..8];

    /// <summary>The price of an answer in US dollars; null if prices are not known.</summary>
    public decimal? GetPrice(long inputTokens, long outputTokens) =>
        InputPrice is { } input && OutputPrice is { } output ? (inputTokens * input + outputTokens * output) / 1_000_000 : null;
}
