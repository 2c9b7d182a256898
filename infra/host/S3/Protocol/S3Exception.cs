namespace Pipeline.Host.S3.Protocol;

/// <summary>An error response. Source: Amazon S3 API Reference, "Error responses".</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">S3's error code.</param>
/// <param name="message">Text for people.</param>
/// <param name="details">Further elements of the error document.</param>
internal sealed class S3Exception(int status, string code, string message, params IReadOnlyList<(string Name, string Value)> details) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public IReadOnlyList<(string Name, string Value)> Details { get; } = details;
}
