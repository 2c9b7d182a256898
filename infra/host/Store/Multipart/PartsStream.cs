using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Store.Multipart;

/// <summary>Reads parts one after the other, and keeps only one file open at a time.</summary>
internal sealed class PartsStream(MultipartFolder upload, IReadOnlyList<UploadedPart> parts) : ForwardOnlyStream
{
    private FileStream? _current;
    private int _next;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_current is null)
            {
                if (_next == parts.Count)
                {
                    return 0;
                }

                _current = upload.Open(parts[_next++]);
            }

            if (await _current.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                return count;
            }

            await _current.DisposeAsync();
            _current = null;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _current?.Dispose();
        base.Dispose(disposing);
    }
}
