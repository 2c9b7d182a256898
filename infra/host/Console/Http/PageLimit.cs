namespace Pipeline.Host.Console.Http;

/// <summary>How long a page of a list may be.</summary>
internal static class PageLimit
{
    public const int DefaultLength = 50;

    public const int MaxLength = 1_000;

    /// <returns>What is wrong with the length asked for; null: nothing.</returns>
    public static string? FindError(int? limit) =>
        limit is null or (>= 1 and <= MaxLength) ? null : $"limit is {limit}; it can be 1 to {MaxLength}.";
}
