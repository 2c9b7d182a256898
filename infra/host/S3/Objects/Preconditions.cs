using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.S3.Objects;

/// <summary>Preconditions of a read, evaluated in the order of RFC 9110, section 13.2.2.</summary>
internal sealed record Preconditions(string? IfMatch, string? IfNoneMatch, string? IfModifiedSince, string? IfUnmodifiedSince)
{
    public static Preconditions Read(HttpRequest request) => Read(request, "");

    /// <summary>Reads the preconditions for the source of a copy.</summary>
    public static Preconditions ReadSource(HttpRequest request) => Read(request, "x-amz-copy-source-");

    /// <returns>304 if the client already has the object, otherwise 200.</returns>
    /// <exception cref="S3Exception">A precondition fails.</exception>
    public int Evaluate(StoredObject found)
    {
        // HTTP dates have whole seconds.
        var modified = DateTimeOffset.FromUnixTimeSeconds(found.LastModified.ToUnixTimeSeconds());
        if (IfMatch is not null ? !Matches(IfMatch, found) : ParseDate(IfUnmodifiedSince) is { } until && modified > until)
        {
            throw S3Errors.PreconditionFailed(IfMatch is not null ? "If-Match" : "If-Unmodified-Since");
        }

        var isNotModified = IfNoneMatch is not null ? Matches(IfNoneMatch, found) : ParseDate(IfModifiedSince) is { } since && modified <= since;
        return isNotModified ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
    }

    private static Preconditions Read(HttpRequest request, string prefix)
    {
        return new(Header("if-match"), Header("if-none-match"), Header("if-modified-since"), Header("if-unmodified-since"));

        string? Header(string name) => request.Headers[prefix + name].ToString() is { Length: > 0 } value ? value : null;
    }

    private static bool Matches(string header, StoredObject found) => header.Split(',', StringSplitOptions.TrimEntries)
        .Any(tag => tag == "*" || (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"') == found.ETag);

    /// <summary>Parses a date. An invalid date is ignored.</summary>
    private static DateTimeOffset? ParseDate(string? header) =>
        DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
