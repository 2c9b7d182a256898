namespace Pipeline.Http.Routes;

/// <summary>Addresses of the API and of renditions.</summary>
public static class ApiPaths
{
    public const string Uploads = "/v1/uploads";
    public const string Images = "/v1/images";
    public const string Redirects = "/v1/i";
    public const string OpenApi = "/v1/openapi.json";

    /// <summary>
    /// The path of an image. A key that a path cannot carry through every proxy (an empty, <c>.</c> or <c>..</c> segment) is a parameter.
    /// </summary>
    public static string OfImage(string key) => key.Split('/').Any(segment => segment is "" or "." or "..")
        ? $"{Images}?key={Uri.EscapeDataString(key)}"
        : $"{Images}/{Encode(key)}";

    /// <summary>Percent-encodes a key, but not its slashes.</summary>
    public static string Encode(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
}
