using Amazon.S3;
using Amazon.S3.Model;
using Pipeline.Http.Contracts;
using Pipeline.Http.Ports;

namespace Pipeline.Api.Ports;

/// <summary>Signs forms for the uploads bucket with the function's role. Such a form ends with the role's session, if that is sooner.</summary>
/// <param name="s3">Client of S3.</param>
/// <param name="bucket">Name of the uploads bucket.</param>
internal sealed class S3UploadSigner(IAmazonS3 s3, string bucket) : IUploadSigner
{
    /// <inheritdoc/>
    public async Task<PresignedPost> SignAsync(AllowedUpload upload, CancellationToken cancellationToken)
    {
        var request = new CreatePresignedPostRequest
        {
            BucketName = bucket,
            Key = upload.Key,
            Expires = upload.ExpiresAt.UtcDateTime,
            Fields = new Dictionary<string, string> { ["Content-Type"] = upload.ContentType },
            Conditions = [S3PostCondition.ContentLengthRange(1, upload.MaxBytes)],
        };
        var response = await s3.CreatePresignedPostAsync(request);
        return new(response.Url, response.Fields);
    }
}
