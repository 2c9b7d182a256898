using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>
/// Identifies a rendition set by what it makes. The hash is part of every rendition's prefix, so that a changed set never
/// overwrites what another one made.
/// </summary>
public static class RenditionSetHash
{
    /// <summary>Raise this when the same rendition of the same original comes out looking different. Then everything is made again.</summary>
    public const int EngineVersion = 1;

    /// <summary>
    /// First 8 hexadecimal digits, in lower case, of the SHA-256 over the set's canonical form. It does not depend on how
    /// a file writes the set (order of properties, white space, omitted defaults, case of colours). It depends on the order of renditions.
    /// </summary>
    public static string Compute(RenditionSet set) => Convert.ToHexStringLower(SHA256.HashData(ToCanonicalJson(set)))[..8];

    private static ReadOnlySpan<byte> ToCanonicalJson(RenditionSet set)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("engine", EngineVersion);
            json.WriteBoolean("keepCopyright", set.KeepCopyright);
            if (set.Colours != Gamut.Srgb)
            {
                // Written only if it is not the default, so that sets from before this property existed keep their hash.
                json.WriteString("colours", RenditionKeywords.KeywordOf(RenditionKeywords.Gamuts, set.Colours));
            }

            json.WriteStartArray("renditions");
            foreach (var rendition in set.Renditions)
            {
                Write(json, rendition);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Rendition rendition)
    {
        json.WriteStartObject();
        json.WriteString("name", rendition.Name);
        Write(json, "width", rendition.Width);
        Write(json, "height", rendition.Height);
        json.WriteString("fit", RenditionKeywords.KeywordOf(RenditionKeywords.Fits, rendition.Fit));
        json.WriteString("gravity", RenditionKeywords.KeywordOf(RenditionKeywords.Gravities, rendition.Gravity));
        json.WriteString("format", RenditionKeywords.KeywordOf(RenditionKeywords.Formats, rendition.Format));
        Write(json, "quality", rendition.Quality);
        if (rendition.Effort is { } effort)
        {
            // Written only if set, so that sets from before this property existed keep their hash.
            json.WriteNumber("effort", effort);
        }

        json.WriteString("background", rendition.Background is { } background ? Colour.Parse(background).ToString() : null);
        json.WriteBoolean("enlarge", rendition.Enlarge);
        json.WriteString("animation", RenditionKeywords.KeywordOf(RenditionKeywords.Animations, rendition.Animation));
        if (rendition.Watermark is { } watermark)
        {
            json.WriteStartObject("watermark");
            json.WriteString("sha256", watermark.Sha256);
            json.WriteString("position", RenditionKeywords.KeywordOf(RenditionKeywords.Positions, watermark.Position));
            json.WriteNumber("margin", watermark.Margin);
            json.WriteNumber("opacity", watermark.Opacity);
            json.WriteNumber("scale", watermark.Scale);
            json.WriteEndObject();
        }

        if (rendition.FocalPoint is { } focalPoint)
        {
            json.WriteString("focalPoint", focalPoint.ToString());
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
