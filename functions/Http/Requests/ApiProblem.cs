namespace Pipeline.Http.Requests;

/// <summary>An error to answer with.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Code">The kind of error, for programs.</param>
/// <param name="Title">The kind of error, in words.</param>
/// <param name="Detail">What was found, what is allowed, and what to do.</param>
/// <param name="RetryAfter">Seconds after which the answer may be another; null if it will not.</param>
public sealed record ApiProblem(int Status, string Code, string Title, string Detail, int? RetryAfter = null)
{
    public static ApiProblem InvalidRequest(string detail) => new(400, "invalidRequest", "The request is not valid", detail);

    public static ApiProblem InvalidCursor() => new(
        400, "invalidCursor", "The cursor is not valid", "The cursor does not come from a page of this list. Leave it out to begin with the first page.");

    public static ApiProblem ImageNotFound(string key) => new(
        404, "imageNotFound", "There is no such image",
        $"The catalogue has no record of '{key}'. The record of an upload appears within seconds; ask again, or check the key.", RetryAfter: 1);

    public static ApiProblem RenditionNotFound(string key, string rendition, IEnumerable<string> names) => new(
        404, "renditionNotFound", "There is no such rendition",
        names.ToList() is { Count: > 0 } existing
            ? $"'{key}' has no rendition '{rendition}'. It has {string.Join(", ", existing)}."
            : $"'{key}' has no renditions.");

    public static ApiProblem NoDelivery() => new(
        404, "noDelivery", "Renditions are not delivered", "This deployment delivers no renditions over HTTP: its setting 'cdn' is false.");

    public static ApiProblem ObjectTooLarge(long size, long maxBytes) => new(
        413, "objectTooLarge", "The file is too large",
        FormattableString.Invariant($"The file has {size:N0} bytes; at most {maxBytes:N0} are allowed. Choose a smaller one."));

    public static ApiProblem UnsupportedMediaType(string contentType) => new(
        415, "unsupportedMediaType", "The file is not an image that can be processed",
        $"'{contentType}' is not accepted. Accepted are {string.Join(", ", UploadMediaTypes.All)}.");
}
