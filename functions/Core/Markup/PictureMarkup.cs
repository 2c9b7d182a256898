using System.Globalization;
using System.Text;
using Pipeline.Core.Catalogue;
using Pipeline.Imaging.Formats;

namespace Pipeline.Core.Markup;

/// <summary>The HTML that shows an image in its renditions, from its record alone: the same text wherever you ask for it.</summary>
public static class PictureMarkup
{
    /// <summary>Browsers take the first source that they can show, so the formats that make the smallest files come first.</summary>
    private static readonly IReadOnlyList<ImageFormat> SourceOrder = [ImageFormat.Avif, ImageFormat.WebP];

    /// <summary>Formats of the picture that every browser must be able to show, the best first.</summary>
    private static readonly IReadOnlyList<ImageFormat> FallbackOrder = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Gif, ImageFormat.WebP, ImageFormat.Avif];

    /// <summary>
    /// Writes an <c>img</c> element or, if there is more than one format, a <c>picture</c> element around it. It has the renditions that show the
    /// whole image; crops have another shape and are left out. <c>data-thumbhash</c> has the placeholder for a script, and the dominant colour
    /// fills the space until then.
    /// </summary>
    /// <param name="record">Record of the image.</param>
    /// <param name="baseUrl">URL below which the renditions are, such as <c>https://images.example.com</c>.</param>
    /// <param name="alt">Alternative text. Null takes the text that a person gave, the photo's description or title, the text of a model, or else the name of the file.</param>
    /// <param name="sizes">How wide the page shows the image, see <c>sizes</c> in HTML.</param>
    /// <returns>HTML; null if the image has no renditions.</returns>
    public static string? Create(ImageRecord record, string baseUrl, string? alt = null, string sizes = "100vw")
    {
        if (record.Status == ImageStatus.Deleted || record.Current is not { Renditions.Count: > 0 } version)
        {
            return null;
        }

        var formats = RenditionFamily.Select(version)
            .GroupBy(rendition => rendition.Format)
            .ToDictionary(group => group.Key, SelectWidths);
        var fallback = formats.Keys.OrderBy(format => Rank(FallbackOrder, format)).First();
        var sources = formats.Keys.Where(format => format != fallback).OrderBy(format => Rank(SourceOrder, format)).ThenBy(format => format).ToList();
        var image = WriteImage(version, formats[fallback], baseUrl, alt is null ? AlternativeText.Find(record) : new(alt), sizes);
        if (sources.Count == 0)
        {
            return image;
        }

        var html = new StringBuilder("<picture>\n");
        foreach (var format in sources)
        {
            var renditions = formats[format];
            html.Append("  <source").Append(Attribute("type", renditions[0].ContentType))
                .Append(Attribute("srcset", FormatSourceSet(renditions, baseUrl))).Append(Attribute("sizes", sizes)).Append(">\n");
        }

        return html.Append("  ").Append(image).Append("\n</picture>").ToString();
    }

    private static string WriteImage(ImageVersion version, List<RenditionRecord> renditions, string baseUrl, AlternativeText alt, string sizes)
    {
        var widest = renditions[^1];
        var html = new StringBuilder("<img").Append(Attribute("src", RenditionUrl.Create(baseUrl, widest.Key)));
        if (renditions.Count > 1)
        {
            html.Append(Attribute("srcset", FormatSourceSet(renditions, baseUrl))).Append(Attribute("sizes", sizes));
        }

        html.Append(Attribute("width", Format(widest.Width))).Append(Attribute("height", Format(widest.Height))).Append(Attribute("alt", alt.Text));
        if (alt.Language is { } language)
        {
            // Screen readers choose the voice by it, also for the text of an attribute.
            html.Append(Attribute("lang", language));
        }

        html.Append(Attribute("loading", "lazy")).Append(Attribute("decoding", "async"));
        if (version.Placeholder is { } placeholder)
        {
            html.Append(Attribute("data-thumbhash", placeholder.ThumbHash)).Append(Attribute("style", $"background-color: {placeholder.DominantColour}"));
        }

        return html.Append('>').ToString();
    }

    /// <summary>One rendition for each width, the smallest file, narrow ones first.</summary>
    private static List<RenditionRecord> SelectWidths(IEnumerable<RenditionRecord> renditions) =>
        [.. renditions.GroupBy(rendition => rendition.Width).Select(group => group.MinBy(rendition => rendition.Bytes)!).OrderBy(rendition => rendition.Width)];

    private static string FormatSourceSet(List<RenditionRecord> renditions, string baseUrl) =>
        string.Join(", ", renditions.Select(rendition => $"{RenditionUrl.Create(baseUrl, rendition.Key)} {Format(rendition.Width)}w"));

    private static int Rank(IReadOnlyList<ImageFormat> order, ImageFormat format)
    {
        for (var index = 0; index < order.Count; index++)
        {
            if (order[index] == format)
            {
                return index;
            }
        }

        return order.Count;
    }

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Attribute(string name, string value) => $" {name}=\"{HtmlText.Escape(value)}\"";
}
