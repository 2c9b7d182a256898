using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Host.Signatures;

/// <summary>
/// The signature of a request. The signatures of the chunks of its content continue it, each from the one before. Source: Amazon S3 API
/// Reference, "Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks" and "Including Trailing Headers".
/// </summary>
public sealed class VerifiedSignature
{
    private static readonly string EmptyHash = Convert.ToHexStringLower(SHA256.HashData([]));

    private readonly byte[] _key;
    private readonly string _timestamp;
    private readonly string _scope;
    private string _previous;

    internal VerifiedSignature(byte[] key, string timestamp, string scope, string signature) =>
        (_key, _timestamp, _scope, _previous) = (key, timestamp, scope, signature);

    /// <summary>Checks the signature of the next chunk.</summary>
    /// <param name="hash">SHA-256 of the chunk.</param>
    /// <param name="signature">The signature that came with it; null if there is none.</param>
    /// <exception cref="SignatureException">It is another chunk's, or another secret's.</exception>
    public void VerifyChunk(ReadOnlySpan<byte> hash, string? signature) =>
        VerifyNext($"AWS4-HMAC-SHA256-PAYLOAD\n{_timestamp}\n{_scope}\n{_previous}\n{EmptyHash}\n{Convert.ToHexStringLower(hash)}", signature);

    /// <summary>Checks the signature of the trailers.</summary>
    /// <param name="trailers">Names and values, in their order, without the signature itself.</param>
    /// <param name="signature">The signature that came with them; null if there is none.</param>
    /// <exception cref="SignatureException">It is that of other trailers, or of another secret.</exception>
    public void VerifyTrailers(IEnumerable<(string Name, string Value)> trailers, string? signature)
    {
        var text = string.Concat(trailers.Select(trailer => $"{trailer.Name.ToLowerInvariant()}:{trailer.Value}\n"));
        VerifyNext($"AWS4-HMAC-SHA256-TRAILER\n{_timestamp}\n{_scope}\n{_previous}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}", signature);
    }

    internal bool IsSignatureOf(string text, string signature) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)))), Encoding.UTF8.GetBytes(signature));

    private void VerifyNext(string text, string? signature)
    {
        if (signature is null || !IsSignatureOf(text, signature))
        {
            throw new SignatureException(
                SignatureFault.Mismatch, "The signature of a chunk or of the trailers does not match.", ("StringToSign", text), ("SignatureProvided", signature ?? ""));
        }

        _previous = signature;
    }
}
