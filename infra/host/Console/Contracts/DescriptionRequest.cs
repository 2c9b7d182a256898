namespace Pipeline.Host.Console.Contracts;

/// <param name="AltText">Alternative text of a person; null to take it back.</param>
/// <param name="Language">Its language, a BCP 47 tag; null if it is not known.</param>
internal sealed record DescriptionRequest(string? AltText, string? Language = null);
