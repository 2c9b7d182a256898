using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Host.S3.Protocol;
using Pipeline.Host.Signatures;
using Pipeline.Host.Store.Files;

namespace Pipeline.Host.S3.Bodies;

/// <summary>
/// Decodes a body with the content coding <c>aws-chunked</c>: chunks of <c>size[;chunk-signature=…]</c> and bytes, the last one of size 0,
/// then trailers. Checks the signatures of the chunks if the request has a checked one.
/// Source: Amazon S3 API Reference, "Transferring Payload in Multiple Chunks" and "Including Trailing Headers".
/// </summary>
/// <param name="encoded">The encoded body.</param>
/// <param name="length">Required length of the decoded body, in bytes; null for any.</param>
/// <param name="signature">The signature that the chunks continue; null to skip theirs.</param>
/// <param name="hasSignedTrailers">Whether the trailers are signed, too.</param>
internal sealed class AwsChunkedStream(Stream encoded, long? length, VerifiedSignature? signature = null, bool hasSignedTrailers = false) : ForwardOnlyStream
{
    private const int MaxLineBytes = 8 << 10;
    private const int MaxTrailers = 16;
    private const string ChunkSignature = "chunk-signature=";
    private const string TrailerSignature = "x-amz-trailer-signature";

    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private readonly IncrementalHash? _hash = signature is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<(string Name, string Value)> _trailers = [];
    private string? _chunkSignature;
    private long _remaining;
    private long _decoded;
    private bool _hasStarted;
    private bool _hasEnded;

    /// <summary>Trailers after the last chunk. Complete when the stream has been read to its end.</summary>
    public Dictionary<string, string> Trailers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="S3Exception">The body is not <c>aws-chunked</c>, ends too early, or is longer or shorter than announced.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (_remaining == 0 && !_hasEnded)
        {
            await ReadChunkHeaderAsync(cancellationToken);
        }

        if (_hasEnded)
        {
            return 0;
        }

        var wanted = buffer[..(int)Math.Min(buffer.Length, _remaining)];
        var count = await ReadDecodedAsync(wanted, cancellationToken);
        _hash?.AppendData(wanted.Span[..count]);
        _remaining -= count;
        _decoded += count;
        return _decoded <= length.GetValueOrDefault(long.MaxValue)
            ? count
            : throw S3Errors.IncompleteBody($"The body has more bytes than x-amz-decoded-content-length says: {length}.");
    }

    private async ValueTask<int> ReadDecodedAsync(Memory<byte> wanted, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            // Read straight into the caller's buffer: most chunks are larger than ours.
            return await encoded.ReadAsync(wanted, cancellationToken) is > 0 and var read ? read : throw UnexpectedEnd();
        }

        var count = Math.Min(wanted.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(wanted);
        _start += count;
        return count;
    }

    private async ValueTask ReadChunkHeaderAsync(CancellationToken cancellationToken)
    {
        if (_hasStarted && (await ReadLineAsync(cancellationToken)).Length > 0)
        {
            throw S3Errors.IncompleteBody("A chunk of the body is longer than its header says.");
        }

        if (_hasStarted)
        {
            VerifyChunk();
        }

        _hasStarted = true;
        var line = await ReadLineAsync(cancellationToken);
        var parts = line.Split(';', StringSplitOptions.TrimEntries);
        var size = parts[0];
        _chunkSignature = parts.Skip(1).FirstOrDefault(part => part.StartsWith(ChunkSignature, StringComparison.Ordinal))?[ChunkSignature.Length..];
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _remaining) || _remaining < 0)
        {
            throw S3Errors.InvalidRequest("The body is not aws-chunked: a chunk does not begin with its size.");
        }

        if (_remaining == 0)
        {
            VerifyChunk();
            await ReadTrailersAsync(cancellationToken);
        }
    }

    private async ValueTask ReadTrailersAsync(CancellationToken cancellationToken)
    {
        while (await TryReadLineAsync(cancellationToken) is { Length: > 0 } trailer)
        {
            var colon = trailer.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || Trailers.Count == MaxTrailers)
            {
                throw new S3Exception(400, "MalformedTrailerError", "The request contained trailing data that was not well-formed or did not conform to our published schema.");
            }

            var (name, value) = (trailer[..colon].Trim(), trailer[(colon + 1)..].Trim());
            Trailers[name] = value;
            _trailers.Add((name, value));
        }

        if (hasSignedTrailers)
        {
            signature?.VerifyTrailers(_trailers.Where(trailer => !IsTrailerSignature(trailer.Name)), Trailers.GetValueOrDefault(TrailerSignature));
        }

        _hasEnded = true;
        if (length is { } announced && announced != _decoded)
        {
            throw S3Errors.IncompleteBody($"The body has {_decoded} bytes, but x-amz-decoded-content-length says {announced}.");
        }
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await TryReadLineAsync(cancellationToken) ?? throw UnexpectedEnd();

    /// <summary>The next line without its line break; null at the end of the body.</summary>
    private async ValueTask<string?> TryReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>(128);
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await encoded.ReadAsync(_buffer, cancellationToken));
                if (_end == 0)
                {
                    return line.Count == 0 ? null : throw UnexpectedEnd();
                }
            }

            var next = _buffer[_start++];
            if (next == '\n')
            {
                return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(next);
            if (line.Count > MaxLineBytes)
            {
                throw S3Errors.InvalidRequest("The body is not aws-chunked: a chunk does not begin with its size.");
            }
        }
    }

    private void VerifyChunk()
    {
        if (_hash is not null)
        {
            signature!.VerifyChunk(_hash.GetHashAndReset(), _chunkSignature);
        }
    }

    private static bool IsTrailerSignature(string name) => name.Equals(TrailerSignature, StringComparison.OrdinalIgnoreCase);

    protected override void Dispose(bool disposing)
    {
        _hash?.Dispose();
        base.Dispose(disposing);
    }

    private static S3Exception UnexpectedEnd() => S3Errors.IncompleteBody("The body ends before its last chunk.");
}
