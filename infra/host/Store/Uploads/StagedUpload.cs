using System.Buffers;
using System.Security.Cryptography;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Files;
using Pipeline.Host.Store.Records;

namespace Pipeline.Host.Store.Uploads;

/// <summary>Bytes of an upload that are on disk but not visible yet.</summary>
/// <param name="Name">Name below <c>tmp/</c>.</param>
/// <param name="Size">Size, in bytes.</param>
/// <param name="ETag">MD5, 32 lower-case hexadecimal digits.</param>
internal sealed record StagedUpload(string Name, long Size, string ETag)
{
    private const int BufferBytes = 128 << 10;

    /// <summary>Writes the whole stream to disk, synced, and measures and hashes it.</summary>
    /// <exception cref="UploadTooLargeException">The content is larger than allowed.</exception>
    /// <exception cref="ChecksumMismatchException">The content does not have the declared checksum.</exception>
    public static async Task<StagedUpload> WriteAsync(
        DataFolder folder, string key, Stream content, UploadOptions options, CancellationToken cancellationToken)
    {
        var name = DataFolder.CreateTemporaryName();
        var path = Path.Combine(folder.Temporary, name);
        try
        {
            var (size, etag) = await CopyAsync(path, key, content, options, cancellationToken);
            if (options.ContentMd5 is { } expected && !expected.Equals(etag, StringComparison.OrdinalIgnoreCase))
            {
                throw new ChecksumMismatchException(key, expected, etag);
            }

            Disk.SyncFolder(folder.Temporary);
            return new(name, size, etag);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Deletes the bytes.</summary>
    public void Delete(DataFolder folder) => File.Delete(Path.Combine(folder.Temporary, Name));

    private static async Task<(long Size, string ETag)> CopyAsync(
        string path, string key, Stream content, UploadOptions options, CancellationToken cancellationToken)
    {
#pragma warning disable CA5351 // The entity tag of S3 is an MD5. It is not used for security.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        await using var file = Disk.CreateFile(path);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var size = 0L;
            while (await content.ReadAsync(buffer.AsMemory(0, BufferBytes), cancellationToken) is > 0 and var count)
            {
                size += count;
                if (size > options.MaxBytes)
                {
                    throw new UploadTooLargeException(key, options.MaxBytes);
                }

                md5.AppendData(buffer, 0, count);
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }

            file.Flush(flushToDisk: true);
            return (size, Convert.ToHexStringLower(md5.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
