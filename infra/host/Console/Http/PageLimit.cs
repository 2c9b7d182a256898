namespace Pipeline.Host.Console.Http;

/// <summary>Limits of the number of entries on a page.</summary>
internal static class PageLimit
{
    public const int DefaultLength = 50;

    public const int MaxLength = 1_000;

    /// <returns>What is wrong with the requested limit; null if it is valid.</returns>
    public static string? FindError(int? limit) =>
        limit is null or (>= 1 and <= MaxLength) ? null : $"limit is {limit}; it must be between 1 and {MaxLength}.";
}
