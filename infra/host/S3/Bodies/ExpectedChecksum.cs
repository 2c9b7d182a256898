using Pipeline.Host.S3.Protocol;

namespace Pipeline.Host.S3.Bodies;

/// <summary>A checksum that a client says its body has.</summary>
/// <param name="algorithm">A key of <see cref="Checksum.Lengths"/>.</param>
/// <param name="expected">The announced bytes, asked for when the body has been read: they may come after it.</param>
/// <param name="createMismatch">The error when the body has another.</param>
internal sealed class ExpectedChecksum(string algorithm, Func<byte[]> expected, Func<S3Exception> createMismatch) : IDisposable
{
    private readonly Checksum _checksum = Checksum.Create(algorithm);

    public string Algorithm => algorithm;

    /// <summary>Base64, once verified.</summary>
    public string? Value { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes) => _checksum.Append(bytes);

    /// <exception cref="S3Exception">The body has another.</exception>
    public void Verify()
    {
        var found = _checksum.Finish();
        if (!expected().AsSpan().SequenceEqual(found))
        {
            throw createMismatch();
        }

        Value = Convert.ToBase64String(found);
    }

    public void Dispose() => _checksum.Dispose();
}
