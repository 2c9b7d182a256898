namespace Pipeline.Core.Storage;

/// <summary>A rendition that is to be published is not there; its execution has to make it again.</summary>
/// <param name="key">Key in the renditions bucket.</param>
/// <param name="innerException">What the store answered; null when it only has no such object.</param>
public sealed class RenditionMissingException(string key, Exception? innerException = null)
    : Exception($"Rendition {key} is not in the store, so no record may point to it; process the image again.", innerException)
{
    public string Key { get; } = key;
}
