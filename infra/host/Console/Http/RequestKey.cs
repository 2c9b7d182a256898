using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pipeline.Host.Console.Http;

/// <summary>The key that a URL ends in, as it was sent: routing would leave <c>%2F</c> as it is and drop dot segments.</summary>
internal static class RequestKey
{
    /// <param name="context">Request.</param>
    /// <param name="prefix">What comes before the key: <c>/api/images/</c>.</param>
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
