using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pipeline.Core.Renditions;

/// <summary>An 8-bit sRGB colour with straight alpha.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
/// <param name="Alpha">0 (transparent) to 255 (opaque).</param>
public readonly record struct Colour(byte Red, byte Green, byte Blue, byte Alpha = 255)
{
    /// <summary>Reads <c>#rrggbb</c> (opaque) or <c>#rrggbbaa</c>, hexadecimal digits of either case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Colour colour)
    {
        colour = default;
        if (text is not (['#', _, _, _, _, _, _] or ['#', _, _, _, _, _, _, _, _])
            || !uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        number = text.Length == 7 ? (number << 8) | 0xff : number;
        colour = new((byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number);
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">It is neither.</exception>
    public static Colour Parse(string text) =>
        TryParse(text, out var colour) ? colour : throw new FormatException($"\"{text}\" is no colour; it must be #rrggbb or #rrggbbaa.");

    /// <summary>One spelling for each colour: lower case, alpha only where it is not opaque.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"#{Red:x2}{Green:x2}{Blue:x2}{(Alpha == 255 ? "" : Alpha.ToString("x2", CultureInfo.InvariantCulture))}");
}
