using Pipeline.Host.Store.Files;

namespace Pipeline.Host.S3.Multipart;

/// <summary>The next <paramref name="length"/> bytes of a stream, from its current position.</summary>
internal sealed class BoundedStream(Stream content, long length) : ForwardOnlyStream
{
    private long _remaining = length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_remaining == 0)
        {
            return 0;
        }

        var count = await content.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _remaining)], cancellationToken);
        _remaining -= count;
        return count;
    }
}
