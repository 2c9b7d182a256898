using Pipeline.Host.Signatures;

namespace Pipeline.Host.S3.Requests;

/// <summary>Limits of the S3 endpoints, and who may use them.</summary>
/// <param name="MaxUploadBytes">Maximum size of one object, in bytes, uploaded at once or in parts.</param>
public sealed record S3Options(long MaxUploadBytes)
{
    /// <summary>Other origins whose pages may use the endpoints, which GetBucketCors returns.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The access key that signs requests; null if none needs a signature.</summary>
    public HostCredentials? Credentials { get; init; }
}
