using System.Net;
using Amazon.S3;

namespace Pipeline.Aws.Images;

/// <summary>Translates throttling, and errors that an operator must fix, into exceptions that name the problem. All others pass unchanged.</summary>
internal static class StorageErrors
{
    public static async Task<TResponse> CallAsync<TResponse>(string operation, string bucket, string key, Func<Task<TResponse>> call)
    {
        try
        {
            return await call();
        }
        // A response to HEAD has no body, so the status is its only code.
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.Forbidden)
        {
            throw new StorageAccessDeniedException(operation, bucket, key, exception);
        }
        // After the client's own retries. A response to HEAD has no code.
        catch (AmazonS3Exception exception) when (
            exception.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests || exception.ErrorCode is "SlowDown" or "Throttling")
        {
            throw new StorageThrottledException(operation, bucket, key, exception);
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchBucket")
        {
            throw new BucketNotFoundException(bucket, key, exception);
        }
    }
}
