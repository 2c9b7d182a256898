using Pipeline.Host.Store.Files;

namespace Pipeline.Host.S3.Forms;

/// <summary>
/// The file of a form. Throws if it has not as many bytes as the policy allows, or if the form ends within it, so that the store keeps nothing.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="range">How many bytes it may have; null for any number.</param>
/// <param name="maxDrained">
/// How many bytes to read of a file that is too large. It is read on, so that the browser gets to the response, which names its size.
/// </param>
internal sealed class FormFile(Stream file, ContentLengthRange? range, long maxDrained) : ForwardOnlyStream
{
    private long _length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await ReadFileAsync(buffer, cancellationToken);
        if (_length > range?.Max)
        {
            while (_length < maxDrained && await ReadFileAsync(buffer, cancellationToken) > 0)
            {
                // Nothing is kept.
            }

            throw FormErrors.TooLarge(_length, range.Max);
        }

        return count == 0 && buffer.Length > 0 && _length < range?.Min ? throw FormErrors.TooSmall(_length, range.Min) : count;
    }

    private async ValueTask<int> ReadFileAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var count = await file.ReadAsync(buffer, cancellationToken);
            _length += count;
            return count;
        }
        catch (Exception exception) when (FormErrors.IsMalformed(exception))
        {
            throw FormErrors.Malformed();
        }
    }
}
