namespace Pipeline.Core.Describing;

/// <summary>What it takes to describe many images, before anybody asks a model.</summary>
public static class DescriptionEstimate
{
    /// <summary>Tokens of a request, an assumption: the instructions, the schema, and a picture of 800 × 600 pixels, which models count in different ways.</summary>
    public const int InputTokens = 1_500;

    /// <summary>Tokens of an answer, an assumption: a sentence, ten labels, and no translation.</summary>
    public const int OutputTokens = 150;

    /// <summary>US dollars for the tokens; null if prices are not known.</summary>
    public static decimal? GetPrice(DescriptionSettings settings, long images) => settings.GetPrice(images * InputTokens, images * OutputTokens * settings.Languages.Count);

    /// <summary>How many days the images take at least, because a day has a budget.</summary>
    public static long CountDays(DescriptionSettings settings, long images) =>
        settings.DailyImages is { } budget ? (images + budget - 1) / Math.Max(budget, 1) : Math.Min(images, 1);
}
