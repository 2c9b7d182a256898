using Pipeline.Core.Imaging;

namespace Pipeline.Core.Renditions;

/// <summary>Reads one rendition of a rendition-set file.</summary>
internal static class RenditionReader
{
    private static readonly string[] Known =
        ["name", "width", "height", "fit", "gravity", "format", "quality", "effort", "background", "enlarge", "animation"];

    /// <returns>Null where it is no object. Where a property is wrong the problems tell, and the rendition is not to be used.</returns>
    public static Rendition? Read(JsonField field)
    {
        if (field.Properties(Known) is not { } properties)
        {
            return null;
        }

        if (!properties.ContainsKey("width") && !properties.ContainsKey("height"))
        {
            field.Refuse("has neither \"width\" nor \"height\"; it must have at least one of them");
        }

        var unset = new Rendition("");
        var format = properties.GetValueOrDefault("format")?.Word(RenditionWords.Formats);
        return new(
            Name(field, properties.GetValueOrDefault("name")),
            properties.GetValueOrDefault("width")?.Integer(1, Geometry.MaxDimension),
            properties.GetValueOrDefault("height")?.Integer(1, Geometry.MaxDimension),
            properties.GetValueOrDefault("fit")?.Word(RenditionWords.Fits) ?? unset.Fit,
            properties.GetValueOrDefault("gravity")?.Word(RenditionWords.Gravities) ?? unset.Gravity,
            format ?? unset.Format,
            properties.GetValueOrDefault("quality")?.Integer(1, 100),
            Effort(properties.GetValueOrDefault("effort"), format, isFormatWrong: format is null && properties.ContainsKey("format")),
            Background(properties.GetValueOrDefault("background")),
            properties.GetValueOrDefault("enlarge")?.Boolean() ?? unset.Enlarge,
            properties.GetValueOrDefault("animation")?.Word(RenditionWords.Animations) ?? unset.Animation);
    }

    private static string Name(JsonField rendition, JsonField? name)
    {
        if (name is null)
        {
            rendition.Refuse("has no \"name\"; it names the rendition's file");
        }

        if (name?.Text() is not { } text)
        {
            return "";
        }

        if (text.Length is >= 1 and <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
        {
            return text;
        }

        name.RefuseValue("it must be 1 to 64 of a-z, 0-9, - and _");
        return "";
    }

    private static int? Effort(JsonField? effort, RenditionFormat? format, bool isFormatWrong)
    {
        if (effort is null || isFormatWrong)
        {
            // Which efforts there are, depends on the format; what is wrong with that was told.
            return null;
        }

        var max = (format ?? new Rendition("").Format) switch
        {
            RenditionFormat.WebP => RenditionFormats.MaxEffort(ImageFormat.WebP),
            RenditionFormat.Avif => RenditionFormats.MaxEffort(ImageFormat.Avif),
            _ => null,
        };
        if (max is { } most)
        {
            return effort.Integer(0, most);
        }

        effort.RefuseValue("only webp and avif have one: leave it out, or name one of them as format");
        return null;
    }

    private static string? Background(JsonField? background)
    {
        if (background?.Text() is not { } text)
        {
            return null;
        }

        if (Colour.TryParse(text, out _))
        {
            return text;
        }

        background.RefuseValue("it must be a colour, #rrggbb or #rrggbbaa");
        return null;
    }
}
