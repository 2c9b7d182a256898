namespace Pipeline.Core.Storage;

/// <summary>A rendition to publish does not exist. Its execution must make it again.</summary>
/// <param name="key">Key in the renditions bucket.</param>
/// <param name="innerException">The store's error; null if the store simply has no such object.</param>
public sealed class RenditionMissingException(string key, Exception? innerException = null)
    : Exception($"Rendition {key} is not in the store, so no record may point to it; process the image again.", innerException)
{
    public string Key { get; } = key;
}
