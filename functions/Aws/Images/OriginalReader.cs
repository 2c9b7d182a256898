using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Core.Storage;

namespace Pipeline.Aws.Images;

/// <summary>Reads originals, on condition of the entity tag that the event told.</summary>
internal sealed class OriginalReader(IAmazonS3 s3)
{
    private const string Operation = "GetObject";

    public async Task<OriginalRead> ReadAsync(OriginalReference original, long maxBytes, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest
        {
            BucketName = original.Bucket,
            Key = original.Key,
            VersionId = original.VersionId,
            // Events name it without quotation marks; the header has them.
            EtagToMatch = original.ETag is { } etag ? $"\"{etag.Trim('"')}\"" : null,
        };
        try
        {
            // Left unread, the rest of an object that is too large never comes: disposing closes the connection.
            using var response = await StorageErrors.CallAsync(
                Operation, original.Bucket, original.Key, () => s3.GetObjectAsync(request, cancellationToken));
            return response.ContentLength > Math.Min(maxBytes, Array.MaxLength - 1)
                ? new OriginalRead.TooLarge(response.ContentLength)
                : new OriginalRead.Found(await ReadAsync(original, response, cancellationToken));
        }
        catch (AmazonS3Exception exception) when (IsSuperseded(exception))
        {
            return new OriginalRead.Superseded();
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(
        OriginalReference original, GetObjectResponse response, CancellationToken cancellationToken)
    {
        // As large as the content and one byte more: reading up to the end makes the SDK compare the checksum.
        var length = (int)response.ContentLength;
        var buffer = GC.AllocateUninitializedArray<byte>(length + 1);
        var read = await response.ResponseStream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read == length
            ? buffer.AsMemory(0, length)
            : throw new IOException($"s3://{original.Bucket}/{original.Key} gave {read:N0} of {length:N0} bytes; read it again.");
    }

    /// <summary>Gone (also in the version asked for), a delete marker, or another content.</summary>
    private static bool IsSuperseded(AmazonS3Exception exception) =>
        exception.StatusCode == HttpStatusCode.PreconditionFailed
        || exception.ErrorCode is "NoSuchKey" or "NoSuchVersion"
        // What a GET of the version that is a delete marker answers.
        || exception.StatusCode == HttpStatusCode.MethodNotAllowed;
}
