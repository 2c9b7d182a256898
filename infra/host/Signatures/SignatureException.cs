namespace Pipeline.Host.Signatures;

/// <summary>A request is not signed as it must be.</summary>
/// <param name="fault">What is wrong.</param>
/// <param name="message">What is wrong, for people.</param>
/// <param name="details">Further elements of S3's error document.</param>
public sealed class SignatureException(SignatureFault fault, string message, params IReadOnlyList<(string Name, string Value)> details) : Exception(message)
{
    public SignatureFault Fault { get; } = fault;

    /// <summary>Whether the signature is in the query, as that of a presigned URL.</summary>
    public bool IsPresigned { get; init; }

    public IReadOnlyList<(string Name, string Value)> Details { get; } = details;
}
