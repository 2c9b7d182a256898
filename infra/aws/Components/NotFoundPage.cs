using System.Text.Json.Nodes;
using Pipeline.Infra.Context;
using Pulumi;
using Pulumi.Aws.CloudFront.Inputs;
using Pulumi.Aws.S3;

namespace Pipeline.Infra.Components;

/// <summary>
/// What CloudFront answers for a rendition that does not exist. S3 answers 403, because CloudFront may not list the bucket, and CloudFront can change a status only together
/// with the page. It does so for the whole distribution: the HTTP API behind it must not answer 403, and does not (infra/aws/README.md).
/// </summary>
internal static class NotFoundPage
{
    /// <summary>Key in the renditions bucket. Renditions are in folders, so that none can have it.</summary>
    public const string Key = "not-found.json";

    public const string Path = $"/{Key}";

    /// <summary>How long edges and browsers may remember that there is nothing.</summary>
    private const int Seconds = 10;

    /// <summary>Errors of the HTTP API, which CloudFront would keep for ten seconds and answer to other callers of the same path, too.</summary>
    private static readonly int[] ApiErrors = [404, 500, 502, 503, 504];

    /// <param name="context">Names.</param>
    /// <param name="buckets">The renditions bucket.</param>
    /// <param name="parent">Component that the object belongs to.</param>
    public static void Create(PipelineContext context, ImageBuckets buckets, Resource parent) => _ = new BucketObjectv2(context.NameOf("not-found"), new BucketObjectv2Args
    {
        Bucket = buckets.Renditions,
        Key = Key,
        Content = new JsonObject
        {
            ["title"] = "There is no such rendition",
            ["status"] = 404,
            ["code"] = "renditionNotFound",
            ["detail"] = "No rendition has this address. Take addresses from the record of the image.",
        }.ToJsonString(),
        ContentType = "application/problem+json",
        CacheControl = $"public, max-age={Seconds}",
        // An object has at most ten tags, and a stack may have more.
        Tags = { [PipelineContext.NameTag] = context.Name },
    }, new CustomResourceOptions { Parent = parent });

    /// <param name="hasApi">Whether the API answers, too.</param>
    public static IEnumerable<DistributionCustomErrorResponseArgs> ListErrorResponses(bool hasApi) =>
    [
        new() { ErrorCode = 403, ResponseCode = 404, ResponsePagePath = Path, ErrorCachingMinTtl = Seconds },
        .. hasApi ? ApiErrors.Select(code => new DistributionCustomErrorResponseArgs { ErrorCode = code, ErrorCachingMinTtl = 0 }) : [],
    ];
}
