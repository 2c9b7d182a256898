using Pipeline.Imaging.Buffers;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Aws.Images;

/// <summary>
/// Receives the content of an original: a small one in pooled native memory, a large one in a temporary file, which is read in place as on
/// one machine. Neither leaves an array behind for the garbage collector. In Lambda, the folder is <c>/tmp</c>, with at least 512 MB.
/// </summary>
internal static class OriginalContent
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Reads a content of known length. Reads to the end of the stream, which makes the SDK verify the checksum.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null if the stream is shorter or longer.</returns>
    /// <exception cref="IOException">The stream broke, or the temporary folder is full.</exception>
    public static Task<ImageSource?> ReadAsync(Stream stream, long length, CancellationToken cancellationToken) => length <= ImageSource.MaxBufferedBytes
        ? ReadIntoMemoryAsync(stream, (int)length, cancellationToken)
        : ReadIntoFileAsync(stream, length, cancellationToken);

    private static async Task<ImageSource?> ReadIntoMemoryAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        var block = BlockPool.Shared.Rent(length);
        try
        {
            var read = await stream.ReadAtLeastAsync(block.Memory, length, throwOnEndOfStream: false, cancellationToken);
            if (read == length && await IsAtEndAsync(stream, cancellationToken))
            {
                return new(block);
            }

            block.Dispose();
            return null;
        }
        catch
        {
            block.Dispose();
            throw;
        }
    }

    private static async Task<ImageSource?> ReadIntoFileAsync(Stream stream, long length, CancellationToken cancellationToken)
    {
        var file = CreateTemporaryFile(length);
        try
        {
            await CopyAsync(stream, file, length, cancellationToken);
            if (file.Position == length && await IsAtEndAsync(stream, cancellationToken))
            {
                return new(file);
            }

            await file.DisposeAsync();
            return null;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static async Task CopyAsync(Stream stream, FileStream file, long length, CancellationToken cancellationToken)
    {
        using var buffer = BlockPool.Shared.Rent(BufferBytes);
        while (file.Position < length)
        {
            var part = buffer.Memory[..(int)Math.Min(BufferBytes, length - file.Position)];
            var read = await stream.ReadAsync(part, cancellationToken);
            if (read == 0)
            {
                return;
            }

            await file.WriteAsync(part[..read], cancellationToken);
        }
    }

    private static async Task<bool> IsAtEndAsync(Stream stream, CancellationToken cancellationToken) =>
        await stream.ReadAsync(new byte[1], cancellationToken) == 0;

    /// <summary>A file without a name: it is gone when it is closed, also if the process is killed.</summary>
    private static FileStream CreateTemporaryFile(long length)
    {
        var path = Path.Combine(Path.GetTempPath(), $"original-{Guid.NewGuid():N}");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            PreallocationSize = length,
        });
        File.Delete(path);
        return file;
    }
}
