using Pipeline.Host.Store.Files;

namespace Pipeline.Host.S3.Bodies;

/// <summary>Passes content through and verifies its checksums at the end. Throws on a mismatch, so that the store keeps nothing.</summary>
/// <param name="content">The content.</param>
/// <param name="checksums">Checksums to verify.</param>
internal sealed class VerifiedStream(Stream content, IReadOnlyList<ExpectedChecksum> checksums) : ForwardOnlyStream
{
    private bool _isVerified;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await content.ReadAsync(buffer, cancellationToken);
        foreach (var checksum in checksums)
        {
            checksum.Append(buffer.Span[..count]);
        }

        if (count == 0 && buffer.Length > 0 && !_isVerified)
        {
            _isVerified = true;
            foreach (var checksum in checksums)
            {
                checksum.Verify();
            }
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var checksum in checksums)
        {
            checksum.Dispose();
        }

        if (content is VerifiedStream)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
