using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace Pipeline.Aws.Images;

/// <summary>Lists renditions in pages of up to 1,000.</summary>
internal sealed class RenditionLister(IAmazonS3 s3, string bucket)
{
    public async IAsyncEnumerable<IReadOnlyList<string>> ListPagesAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Keys may have control characters, which XML cannot represent.
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, Encoding = EncodingType.Url };
        do
        {
            var page = await StorageErrors.CallAsync(
                "ListObjectsV2", bucket, prefix, () => s3.ListObjectsV2Async(request, cancellationToken));
            // The SDK leaves an empty list null.
            var keys = (page.S3Objects ?? []).Select(item => item.Key);
            yield return [.. page.Encoding == EncodingType.Url ? keys.Select(key => WebUtility.UrlDecode(key)) : keys];
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (!string.IsNullOrEmpty(request.ContinuationToken));
    }
}
