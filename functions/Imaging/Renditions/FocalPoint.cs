using System.Globalization;

namespace Pipeline.Imaging.Renditions;

/// <summary>The point of a picture that crops keep as close to their centre as possible.</summary>
/// <param name="X">0 to 1, from the left edge of the upright picture to the right.</param>
/// <param name="Y">0 to 1, from its top edge to the bottom.</param>
public sealed record FocalPoint(double X, double Y)
{
    /// <summary>What a focal point must look like, worded to follow "it must be".</summary>
    public const string Syntax = "x,y, each from 0 to 1 of the upright picture, such as 0.3,0.7";

    /// <summary>Parses <c>x,y</c>: two decimal fractions from 0 to 1, without sign or exponent; spaces around them are allowed.</summary>
    /// <returns>Null if the text is not a focal point.</returns>
    public static FocalPoint? TryParse(string? text)
    {
        var parts = text?.Split(',') ?? [];
        return parts.Length == 2 && ParseShare(parts[0]) is { } x && ParseShare(parts[1]) is { } y ? new(x, y) : null;
    }

    /// <summary>The form that <see cref="TryParse"/> reads. Equal points have equal text.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X:R},{Y:R}");

    private static double? ParseShare(string text) =>
        double.TryParse(text.Trim(' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share : null;
}
