using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Host.Signatures;
using Pipeline.Host.Store.Records;
using Pipeline.Http.Contracts;
using Pipeline.Http.Ports;

namespace Pipeline.Host.Gateway.Uploads;

/// <summary>
/// Signs forms for the S3 endpoint of this host, with the fields and the policy that AWS's SDKs make. Without credentials the signature is that
/// of a fixed key, which nobody checks. The policy is checked in any case.
/// </summary>
/// <param name="credentials">The access key that signs; null if the host checks no signatures.</param>
/// <param name="time">Clock.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html">Amazon S3, POST Policy</seealso>
internal sealed class PostFormSigner(HostCredentials? credentials, TimeProvider time) : IUploadSigner
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Region = "us-east-1";
    private const string Service = "s3";

    private readonly HostCredentials _credentials = credentials ?? new("local", "local");

    /// <inheritdoc/>
    public Task<PresignedPost> SignAsync(AllowedUpload upload, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var date = now.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var fields = new Dictionary<string, string>
        {
            ["key"] = upload.Key,
            ["Content-Type"] = upload.ContentType,
            ["x-amz-algorithm"] = Algorithm,
            ["x-amz-credential"] = $"{_credentials.AccessKey}/{date}/{Region}/{Service}/{SigningKey.Terminator}",
            ["x-amz-date"] = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        };
        var policy = CreatePolicy(upload, fields);
        fields["policy"] = policy;
        fields["x-amz-signature"] = SigningKey.Sign(SigningKey.Derive(_credentials.SecretKey, date, Region, Service), policy);
        return Task.FromResult(new PresignedPost($"/{BucketNames.Uploads}", fields));
    }

    private static string CreatePolicy(AllowedUpload upload, Dictionary<string, string> fields)
    {
        var conditions = new JsonArray
        {
            new JsonObject { ["bucket"] = BucketNames.Uploads },
            new JsonArray("content-length-range", 1, upload.MaxBytes),
        };
        foreach (var (name, value) in fields)
        {
            conditions.Add((JsonNode)new JsonArray("eq", $"${name}", value));
        }

        var policy = new JsonObject
        {
            ["expiration"] = upload.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["conditions"] = conditions,
        };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(policy.ToJsonString()));
    }
}
