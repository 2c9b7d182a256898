using Pipeline.Core.Storage;

namespace Pipeline.Core.Markup;

/// <summary>URLs of renditions.</summary>
public static class RenditionUrl
{
    /// <summary>Appends a key to a URL. Each segment is percent-encoded, so the result has no space, comma or quotation mark.</summary>
    /// <param name="baseUrl">URL below which the renditions are, with or without a slash at its end.</param>
    /// <param name="key">Key of the rendition.</param>
    public static string Create(string baseUrl, string key) =>
        $"{baseUrl.TrimEnd('/')}/{UrlPath.Encode(key)}";
}
