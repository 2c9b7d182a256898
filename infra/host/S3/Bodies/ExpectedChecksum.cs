using Pipeline.Host.S3.Protocol;

namespace Pipeline.Host.S3.Bodies;

/// <summary>A checksum that the client announces for its body, or that is only computed.</summary>
/// <param name="algorithm">A key of <see cref="Checksum.Lengths"/>.</param>
/// <param name="expected">Returns the announced checksum. Called after the body has been read, because a trailer may hold it. Null if there is none.</param>
/// <param name="createMismatch">Creates the error for a body with a different checksum.</param>
internal sealed class ExpectedChecksum(string algorithm, Func<byte[]>? expected, Func<S3Exception>? createMismatch) : IDisposable
{
    private readonly Checksum _checksum = Checksum.Create(algorithm);

    /// <summary>A checksum that is computed and not compared.</summary>
    public static ExpectedChecksum CreateComputed(string algorithm) => new(algorithm, expected: null, createMismatch: null);

    public string Algorithm => algorithm;

    /// <summary>The checksum in Base64; null until it is verified.</summary>
    public string? Value { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes) => _checksum.Append(bytes);

    /// <exception cref="S3Exception">The body has a different checksum.</exception>
    public void Verify()
    {
        var found = _checksum.Finish();
        if (expected is not null && !expected().AsSpan().SequenceEqual(found))
        {
            throw createMismatch!();
        }

        Value = Convert.ToBase64String(found);
    }

    public void Dispose() => _checksum.Dispose();
}
