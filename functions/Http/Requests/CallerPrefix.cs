namespace Pipeline.Http.Requests;

/// <summary>
/// The part of the bucket that belongs to one caller: keys that begin with the token's subject and a slash. Without a subject, or if the
/// setting is off, a caller may use every key.
/// </summary>
/// <param name="isOn">Whether callers have prefixes of their own.</param>
public sealed class CallerPrefix(bool isOn)
{
    /// <summary>The caller's prefix; empty for every key.</summary>
    /// <remarks>A slash or percent sign of the subject is percent-encoded, so that no prefix lies within another's.</remarks>
    public string Get(ApiRequest request) => isOn && request.Subject is { Length: > 0 } subject
        ? $"{subject.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)}/"
        : "";

    /// <summary>Whether the caller may see and change a key.</summary>
    public bool Covers(ApiRequest request, string key) => key.StartsWith(Get(request), StringComparison.Ordinal);
}
