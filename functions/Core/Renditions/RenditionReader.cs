using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Core.Renditions;

/// <summary>Reads one rendition of a rendition-set file.</summary>
internal static class RenditionReader
{
    private static readonly string[] KnownProperties =
        ["name", "width", "height", "fit", "gravity", "format", "quality", "effort", "background", "enlarge", "animation", "watermark"];

    /// <returns>Null if the value is not an object. If the field got problems, do not use the rendition.</returns>
    public static Rendition? Read(JsonField field, WatermarkReader watermarks)
    {
        if (field.ReadProperties(KnownProperties) is not { } properties)
        {
            return null;
        }

        if (!properties.ContainsKey("width") && !properties.ContainsKey("height"))
        {
            field.AddProblem("has neither \"width\" nor \"height\"; it must have at least one of them");
        }

        var defaults = new Rendition("");
        var format = properties.GetValueOrDefault("format")?.ReadKeyword(RenditionKeywords.Formats);
        return new(
            ReadName(field, properties.GetValueOrDefault("name")),
            properties.GetValueOrDefault("width")?.ReadInteger(1, GeometryPlanner.MaxDimension),
            properties.GetValueOrDefault("height")?.ReadInteger(1, GeometryPlanner.MaxDimension),
            properties.GetValueOrDefault("fit")?.ReadKeyword(RenditionKeywords.Fits) ?? defaults.Fit,
            properties.GetValueOrDefault("gravity")?.ReadKeyword(RenditionKeywords.Gravities) ?? defaults.Gravity,
            format ?? defaults.Format,
            properties.GetValueOrDefault("quality")?.ReadInteger(1, 100),
            ReadEffort(properties.GetValueOrDefault("effort"), format, isFormatWrong: format is null && properties.ContainsKey("format")),
            ReadBackground(properties.GetValueOrDefault("background")),
            properties.GetValueOrDefault("enlarge")?.ReadBoolean() ?? defaults.Enlarge,
            properties.GetValueOrDefault("animation")?.ReadKeyword(RenditionKeywords.Animations) ?? defaults.Animation,
            watermarks.Read(properties.GetValueOrDefault("watermark")));
    }

    private static string ReadName(JsonField rendition, JsonField? name)
    {
        if (name is null)
        {
            rendition.AddProblem("has no \"name\"; it needs one for its file name");
        }

        if (name?.ReadString() is not { } text)
        {
            return "";
        }

        if (text.Length is >= 1 and <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
        {
            return text;
        }

        name.AddValueProblem("it must be 1 to 64 characters from a-z, 0-9, - and _");
        return "";
    }

    private static int? ReadEffort(JsonField? effort, RenditionFormat? format, bool isFormatWrong)
    {
        if (effort is null || isFormatWrong)
        {
            // The valid efforts depend on the format, and the problem with that is already reported.
            return null;
        }

        var max = (format ?? new Rendition("").Format) switch
        {
            RenditionFormat.WebP => RenditionFormats.MaxEffort(ImageFormat.WebP),
            RenditionFormat.Avif => RenditionFormats.MaxEffort(ImageFormat.Avif),
            _ => null,
        };
        if (max is { } limit)
        {
            return effort.ReadInteger(0, limit);
        }

        effort.AddValueProblem("only webp and avif have an effort: leave it out or set \"format\" to one of them");
        return null;
    }

    private static string? ReadBackground(JsonField? background)
    {
        if (background?.ReadString() is not { } text)
        {
            return null;
        }

        if (Colour.TryParse(text, out _))
        {
            return text;
        }

        background.AddValueProblem("it must be a colour, #rrggbb or #rrggbbaa");
        return null;
    }
}
