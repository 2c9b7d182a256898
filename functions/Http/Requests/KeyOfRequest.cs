using System.Diagnostics.CodeAnalysis;
using System.Text;
using Pipeline.Core.Catalogue;

namespace Pipeline.Http.Requests;

/// <summary>Reads and checks the key of an image.</summary>
public static class KeyOfRequest
{
    /// <summary>Name of the parameter for keys that a path cannot carry.</summary>
    public const string Parameter = "key";

    /// <summary>Whether a request names an image at all.</summary>
    public static bool Names(ApiRequest request) => Find(request) is not null;

    /// <summary>Reads the key of a request: the parameter <c>key</c>, or without it the path.</summary>
    /// <returns>False, with the problem to answer, if it names no image or its key cannot be one.</returns>
    public static bool TryRead(ApiRequest request, [NotNullWhen(true)] out string? key, [NotNullWhen(false)] out ApiProblem? problem)
    {
        key = Find(request);
        var fault = key is null ? "The request names no image. Put its key into the path or the parameter 'key'." : FindFault(key);
        problem = fault is null ? null : ApiProblem.InvalidRequest(fault);
        return problem is null;
    }

    /// <summary>Why a key is not one of an image; null if it can be.</summary>
    public static string? FindFault(string key)
    {
        if (key.Length == 0)
        {
            return "The key is empty; it must have 1 to 1,024 bytes of UTF-8.";
        }

        if (HasLoneSurrogate(key))
        {
            return "The key is not valid Unicode: it has half of a surrogate pair.";
        }

        return Encoding.UTF8.GetByteCount(key) switch
        {
            > ImageIds.MaxKeyBytes and var bytes => $"The key has {bytes:N0} bytes; it must have at most 1,024 bytes of UTF-8.",
            _ when key.EndsWith('/') => "The key ends in a slash, as only folders do; add a file name.",
            _ when key.Contains('\0', StringComparison.Ordinal) => "The key has a null character, which no key may have.",
            _ => null,
        };
    }

    private static string? Find(ApiRequest request) => request.Find(Parameter) ?? (request.Path is { Length: > 0 } path ? path : null);

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }
}
