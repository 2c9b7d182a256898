using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Pipeline.Imaging.Buffers;
using Pipeline.Imaging.Formats;

namespace Pipeline.Imaging.Codecs;

/// <summary>
/// The content of one encoded image: bytes in memory, or an open file that is read in place, so that a large one need not be
/// held in memory. An open file keeps its content when another file takes its name. If somebody writes to the file itself, readers
/// find out (<see cref="ThrowIfChanged"/>). Many threads may read one source at once; none may use it after it is disposed.
/// </summary>
public sealed class ImageSource : IDisposable
{
    /// <summary>Maximum size of a content, in bytes, that is better held in memory than in a file.</summary>
    public const int MaxBufferedBytes = 16_000_000;

    private const int HashBufferBytes = 256 << 10;

    private readonly ReadOnlyMemory<byte> _content;
    private readonly NativeBlock? _block;
    private readonly FileStream? _file;
    private readonly SafeFileHandle? _handle;
    private readonly Lock _lock = new();
    private byte[]? _header;
    private volatile NativeBlock? _loaded;

    /// <param name="content">The whole content; it is not copied, and must not change.</param>
    public ImageSource(ReadOnlyMemory<byte> content) => (_content, Length) = (content, content.Length);

    /// <param name="content">The whole content, which must not change. The source disposes it.</param>
    public ImageSource(NativeBlock content)
        : this(content.Memory) => _block = content;

    /// <param name="file">A file opened for reading. The source disposes it. Its position does not matter.</param>
    /// <exception cref="IOException">The length or the time of the last change cannot be read.</exception>
    public ImageSource(FileStream file)
    {
        (_file, _handle) = (file, file.SafeFileHandle);
        Length = RandomAccess.GetLength(_handle);
        LastWrite = File.GetLastWriteTimeUtc(_handle);
    }

    /// <summary>Size of the content in bytes; for a file, its size when the source was created.</summary>
    public long Length { get; }

    /// <summary>Path of the file that was opened, which may have another name by now; null if the content is in memory.</summary>
    public string? FilePath => _file?.Name;

    /// <summary>Time of the last change of the file, in UTC, when the source was created.</summary>
    public DateTime LastWrite { get; }

    public bool IsEmpty => Length == 0;

    /// <summary>Whether the whole content is in memory, so that <see cref="ToMemory"/> reads nothing.</summary>
    public bool IsInMemory => _file is null || _loaded is not null;

    /// <summary>The first <see cref="FormatSniffer.HeaderLength"/> bytes; fewer if the content is shorter.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ReadOnlySpan<byte> Header
    {
        get
        {
            if (_file is null)
            {
                return _content.Span[..Math.Min(_content.Length, FormatSniffer.HeaderLength)];
            }

            if (_header is null)
            {
                var header = new byte[Math.Min(Length, FormatSniffer.HeaderLength)];
                _header = header[..Read(header, 0)];
            }

            return _header;
        }
    }

    public static implicit operator ImageSource(byte[] content) => new(content);

    public static implicit operator ImageSource(Memory<byte> content) => new(content);

    public static implicit operator ImageSource(ReadOnlyMemory<byte> content) => new(content);

    /// <summary>Opens a file. Others may replace or remove it while it is open.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static ImageSource OpenFile(string path)
    {
        var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        try
        {
            return new(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads from an offset: as many bytes as are left and fit into the buffer.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="offset">Offset in bytes from the start of the content, at least 0.</param>
    /// <returns>Number of bytes read: fewer than fit only at the end of the content, or if somebody truncated the file.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public int Read(Span<byte> buffer, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        buffer = buffer[..(int)Math.Clamp(Length - offset, 0, buffer.Length)];
        if (IsInMemory)
        {
            // An offset past the end reads nothing.
            ToMemory().Span.Slice((int)Math.Min(offset, Length), buffer.Length).CopyTo(buffer);
            return buffer.Length;
        }

        var read = 0;
        while (read < buffer.Length && RandomAccess.Read(_handle!, buffer[read..], offset + read) is var count and > 0)
        {
            read += count;
        }

        return read;
    }

    /// <summary>The whole content, for readers that need it at once; valid until the source is disposed. A file is read only once.</summary>
    /// <exception cref="CorruptImageException">The file changed after it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read, or has more bytes than an array can hold.</exception>
    public ReadOnlyMemory<byte> ToMemory()
    {
        if (_file is null)
        {
            return _content;
        }

        lock (_lock)
        {
            _loaded ??= ReadWhole();
            return _loaded.Memory;
        }
    }

    /// <summary>SHA-256 of the content, 64 lower-case hexadecimal digits. A file is read through a small buffer.</summary>
    /// <exception cref="CorruptImageException">The file changed after it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string ComputeSha256()
    {
        if (IsInMemory)
        {
            return Convert.ToHexStringLower(SHA256.HashData(ToMemory().Span));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(HashBufferBytes);
        try
        {
            for (long offset = 0; offset < Length;)
            {
                var chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Length - offset));
                ReadExactly(chunk, offset);
                hash.AppendData(chunk);
                offset += chunk.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        ThrowIfChanged();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// Call this after reading parts with <see cref="Read"/>: if it does not throw, all parts are of the same content. Compares the
    /// file's length and time of last change.
    /// </summary>
    /// <exception cref="CorruptImageException">The file changed after it was opened.</exception>
    public void ThrowIfChanged()
    {
        if (_handle is null)
        {
            return;
        }

        var length = RandomAccess.GetLength(_handle);
        if (length != Length || File.GetLastWriteTimeUtc(_handle) != LastWrite)
        {
            throw new CorruptImageException(
                $"The file changed while it was being read: {Length:N0} bytes when it was opened, {length:N0} now; upload it again.");
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _loaded?.Dispose();
            _loaded = null;
        }

        _block?.Dispose();
        _file?.Dispose();
    }

    private void ReadExactly(Span<byte> buffer, long offset)
    {
        var read = Read(buffer, offset);
        if (read < buffer.Length)
        {
            ThrowIfChanged();
            throw new EndOfStreamException($"The file ended at byte {offset + read:N0} of {Length:N0}.");
        }
    }

    private NativeBlock ReadWhole()
    {
        if (Length > Array.MaxLength)
        {
            throw new IOException($"The file has {Length:N0} bytes; at most {Array.MaxLength:N0} can be held at once.");
        }

        var content = BlockPool.Shared.Rent((int)Length);
        try
        {
            ReadExactly(content.GetSpan(), 0);
            ThrowIfChanged();
            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }
}
