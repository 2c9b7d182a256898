namespace Pipeline.Http.Routes;

/// <summary>Settings of the API.</summary>
/// <param name="Bucket">Name of the uploads bucket.</param>
/// <param name="MaxBytes">Maximum size of an upload in bytes.</param>
/// <param name="RenditionsUrl">Address below which renditions are, with a slash at its end; null if they are not delivered. A path is completed with the host that the client reaches.</param>
/// <param name="HasCallerPrefix">Whether callers with a token may only use keys that begin with its subject.</param>
/// <param name="MaxWait">Longest wait of a request for the outcome of an upload; zero if requests do not wait.</param>
public sealed record ApiOptions(string Bucket, long MaxBytes, string? RenditionsUrl, bool HasCallerPrefix = false, TimeSpan MaxWait = default)
{
    /// <summary>How long the form of an upload is accepted.</summary>
    public static readonly TimeSpan UploadLifetime = TimeSpan.FromMinutes(15);

    /// <summary>Longest wait that any host allows. API Gateway ends requests after 30 seconds.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);
}
