namespace Pipeline.Imaging.Placeholders;

/// <summary>What to show while a rendition loads.</summary>
/// <param name="ThumbHash">ThumbHash of the upright picture, base64, about 25 bytes before encoding. Source: evanw.github.io/thumbhash.</param>
/// <param name="DominantColour"><c>#rrggbb</c>.</param>
public sealed record Placeholder(string ThumbHash, string DominantColour);
