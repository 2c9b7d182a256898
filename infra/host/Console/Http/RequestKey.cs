using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pipeline.Host.Console.Http;

/// <summary>Reads the key at the end of a URL from the raw request target, because routing leaves <c>%2F</c> encoded and removes dot segments.</summary>
internal static class RequestKey
{
    /// <param name="context">The request.</param>
    /// <param name="prefix">The path before the key, such as <c>/api/images/</c>.</param>
    public static string Read(HttpContext context, string prefix)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var end = target.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? target : target[..end];
        return path.StartsWith(prefix, StringComparison.Ordinal)
            ? Uri.UnescapeDataString(path[prefix.Length..])
            : throw new InvalidOperationException($"{path} does not start with {prefix}.");
    }
}
