namespace Pipeline.Host.S3.Requests;

/// <summary>What pages of the allowed origins may do. The web server does it; GetBucketCors says it.</summary>
public static class S3CrossOrigin
{
    /// <summary>How long browsers may keep the answer to a preflight.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<string> Methods { get; } = ["GET", "HEAD", "PUT", "POST", "DELETE"];

    /// <summary>Headers of responses that pages may read, besides those that begin with <c>x-amz-</c> or <c>x-amzn-</c>.</summary>
    public static IReadOnlyList<string> ExposedHeaders { get; } =
        ["ETag", "Location", "Accept-Ranges", "Content-Range", "Content-Disposition", "Content-Encoding", "Date", "Retry-After"];
}
