using Pipeline.Core.Storage;

namespace Pipeline.Http.Routes;

/// <summary>Addresses of the API.</summary>
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
        : $"{Images}/{UrlPath.Encode(key)}";
}
