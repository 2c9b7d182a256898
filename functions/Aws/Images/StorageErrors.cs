using System.Net;
using Amazon.S3;

namespace Pipeline.Aws.Images;

/// <summary>Turns what an operator has to mend into exceptions that name it; all else passes as the SDK throws it.</summary>
internal static class StorageErrors
{
    public static async Task<TResponse> CallAsync<TResponse>(string operation, string bucket, string key, Func<Task<TResponse>> call)
    {
        try
        {
            return await call();
        }
        // The answer to HEAD has no body, and so no code but the status.
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.Forbidden)
        {
            throw new StorageAccessDeniedException(operation, bucket, key, exception);
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchBucket")
        {
            throw new BucketNotFoundException(bucket, key, exception);
        }
    }
}
