using System.Globalization;
using System.Text;
using Pipeline.Local.Serving.S3.Protocol;
using Pipeline.Local.Store;

namespace Pipeline.Local.Serving.S3.Bodies;

/// <summary>
/// Takes a body out of its <c>aws-chunked</c> coding: <c>size[;chunk-signature=…]</c>, bytes, again and again, a chunk of size 0, trailers.
/// Signatures are read over. Source: Amazon S3 API Reference, "Transferring Payload in Multiple Chunks" and "Including Trailing Headers".
/// </summary>
/// <param name="coded">The body as it comes.</param>
/// <param name="length">Bytes that it must have when decoded; null: any.</param>
internal sealed class AwsChunkedStream(Stream coded, long? length) : ForwardStream
{
    private const int MostLineBytes = 8 << 10;
    private const int MostTrailers = 16;

    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private long _left;
    private long _decoded;
    private bool _begun;
    private bool _ended;

    /// <summary>What came after the last chunk; complete when the stream has been read to its end.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="S3Exception">It is not coded so, or ends too early, or holds more or less than announced.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (_left == 0 && !_ended)
        {
            await NextChunkAsync(cancellationToken);
        }

        if (_ended)
        {
            return 0;
        }

        var wanted = buffer[..(int)Math.Min(buffer.Length, _left)];
        var count = await TakeAsync(wanted, cancellationToken);
        _left -= count;
        _decoded += count;
        return _decoded <= length.GetValueOrDefault(long.MaxValue)
            ? count
            : throw S3Errors.IncompleteBody($"The body holds more than the {length} bytes of x-amz-decoded-content-length.");
    }

    private async ValueTask<int> TakeAsync(Memory<byte> wanted, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            // Straight to whoever reads: chunks are mostly larger than the buffer.
            return await coded.ReadAsync(wanted, cancellationToken) is > 0 and var read ? read : throw EndedEarly();
        }

        var count = Math.Min(wanted.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(wanted);
        _start += count;
        return count;
    }

    private async ValueTask NextChunkAsync(CancellationToken cancellationToken)
    {
        if (_begun && (await LineAsync(cancellationToken)).Length > 0)
        {
            throw S3Errors.IncompleteBody("A chunk of the body is longer than its size says.");
        }

        _begun = true;
        var line = await LineAsync(cancellationToken);
        var size = line.Split(';')[0];
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
        {
            throw S3Errors.InvalidRequest("The body is not aws-chunked: a chunk begins with no size.");
        }

        if (_left == 0)
        {
            await EndAsync(cancellationToken);
        }
    }

    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        while (await TryLineAsync(cancellationToken) is { Length: > 0 } trailer)
        {
            var colon = trailer.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || Trailers.Count == MostTrailers)
            {
                throw new S3Exception(400, "MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.");
            }

            Trailers[trailer[..colon].Trim()] = trailer[(colon + 1)..].Trim();
        }

        _ended = true;
        if (length is { } announced && announced != _decoded)
        {
            throw S3Errors.IncompleteBody($"The body holds {_decoded} bytes, and x-amz-decoded-content-length says {announced}.");
        }
    }

    private async ValueTask<string> LineAsync(CancellationToken cancellationToken) =>
        await TryLineAsync(cancellationToken) ?? throw EndedEarly();

    /// <summary>A line without its end; null at the end of the body.</summary>
    private async ValueTask<string?> TryLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>(128);
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await coded.ReadAsync(_buffer, cancellationToken));
                if (_end == 0)
                {
                    return line.Count == 0 ? null : throw EndedEarly();
                }
            }

            var next = _buffer[_start++];
            if (next == '\n')
            {
                return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(next);
            if (line.Count > MostLineBytes)
            {
                throw S3Errors.InvalidRequest("The body is not aws-chunked: a chunk begins with no size.");
            }
        }
    }

    private static S3Exception EndedEarly() => S3Errors.IncompleteBody("The body ends before its last chunk.");
}
