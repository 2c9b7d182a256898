namespace Pipeline.Core.Storage;

/// <summary>Keys in URLs.</summary>
public static class UrlPath
{
    /// <summary>Percent-encodes a key as UTF-8, but not its slashes.</summary>
    public static string Encode(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
}
