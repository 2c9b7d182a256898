using Pipeline.Photo.Text;

namespace Pipeline.Photo.Xmp;

/// <summary>The values of an XMP packet by property. Structures have their members after a slash.</summary>
internal sealed class XmpValues
{
    // More than the 50 keywords that are kept; a packet of 4 MB could hold a million.
    private const int MaxValues = 200;

    private readonly Dictionary<XmpProperty, List<(string? Language, string Text)>> _values = [];

    public void Add(XmpProperty property, string? language, string text)
    {
        if (MetadataText.Clean(text) is not { } clean)
        {
            return;
        }

        if (!_values.TryGetValue(property, out var values))
        {
            _values[property] = values = [];
        }

        if (values.Count < MaxValues)
        {
            values.Add((language, clean));
        }
    }

    /// <summary>The value in the default language, or else the first one.</summary>
    public string? GetText(XmpProperty property)
    {
        var values = _values.GetValueOrDefault(property, []);
        var isDefault = values.FindIndex(value => value.Language == "x-default");
        return values.Count == 0 ? null : values[Math.Max(isDefault, 0)].Text;
    }

    public IReadOnlyList<string> GetTexts(XmpProperty property) => [.. _values.GetValueOrDefault(property, []).Select(value => value.Text)];
}
