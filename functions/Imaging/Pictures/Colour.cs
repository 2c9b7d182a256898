using System.Globalization;

namespace Pipeline.Imaging.Pictures;

/// <summary>An sRGB colour with straight alpha, 0 to 255 each.</summary>
public readonly record struct Colour(byte Red, byte Green, byte Blue, byte Alpha = 255)
{
    public static Colour White { get; } = new(255, 255, 255);

    public static Colour Transparent { get; } = new(0, 0, 0, 0);

    public bool IsOpaque => Alpha == 255;

    /// <summary>Parses <c>#rrggbb</c> or <c>#rrggbbaa</c>, with digits in either case.</summary>
    public static bool TryParse(string? text, out Colour colour)
    {
        colour = default;
        if (text is not ['#', ..] || text.Length is not (7 or 9)
            || !uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        value = text.Length == 7 ? (value << 8) | 0xFF : value;
        colour = new Colour((byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value);
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">The text is not a colour.</exception>
    public static Colour Parse(string text)
        => TryParse(text, out var colour) ? colour : throw new FormatException($"\"{text}\" is not a colour; it must be #rrggbb or #rrggbbaa.");

    /// <summary>This colour composited over another.</summary>
    public Colour Over(Colour below)
    {
        var alpha = Alpha * 255 + below.Alpha * (255 - Alpha);
        if (alpha == 0)
        {
            return Transparent;
        }

        var (topWeight, bottomWeight) = (Alpha * 255, below.Alpha * (255 - Alpha));
        return new Colour(Mix(Red, below.Red), Mix(Green, below.Green), Mix(Blue, below.Blue), (byte)((alpha + 127) / 255));

        byte Mix(byte top, byte bottom) => (byte)((top * topWeight + bottom * bottomWeight + alpha / 2) / alpha);
    }

    public override string ToString() => IsOpaque ? $"#{Red:x2}{Green:x2}{Blue:x2}" : $"#{Red:x2}{Green:x2}{Blue:x2}{Alpha:x2}";
}
