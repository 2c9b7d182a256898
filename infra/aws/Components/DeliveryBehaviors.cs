using Pulumi;
using Pulumi.Aws.CloudFront.Inputs;

namespace Pipeline.Infra.Components;

/// <summary>Which requests CloudFront sends where, and what it caches.</summary>
/// <param name="headersPolicy">Id of the policy that adds headers to renditions.</param>
/// <param name="keyGroup">Id of the keys that must have signed the URL of a rendition; null if none.</param>
internal sealed class DeliveryBehaviors(Output<string> headersPolicy, Output<string>? keyGroup)
{
    /// <summary>Paths of the HTTP API.</summary>
    public const string ApiPattern = "/v1/*";

    /// <summary>
    /// Renditions of images whose key begins with <c>v1/</c>, which <see cref="ApiPattern"/> would send to the API: their last folder is the prefix of a version,
    /// 16 and 8 hexadecimal digits.
    /// </summary>
    public const string RenditionsBesideApiPattern = "/v1/*/????????????????-????????/*";

    // Policies that AWS manages, the same in every account.
    private const string CachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";
    private const string CachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
    private const string AllViewerExceptHostHeader = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

    private const string BucketOrigin = "renditions";
    private const string ApiOrigin = "api";

    private const string RedirectToHttps = "redirect-to-https";

    /// <summary>Seconds, more than the 30 after which API Gateway gives up, so that its answer arrives.</summary>
    private const int ApiTimeout = 35;

    private static readonly string[] Reads = ["GET", "HEAD"];

    public static DistributionOriginArgs CreateBucketOrigin(Output<string> host, Output<string> accessControl) =>
        new() { OriginId = BucketOrigin, DomainName = host, OriginAccessControlId = accessControl };

    public static DistributionOriginArgs CreateApiOrigin(Output<string> host) => new()
    {
        OriginId = ApiOrigin,
        DomainName = host,
        CustomOriginConfig = new DistributionOriginCustomOriginConfigArgs
        {
            HttpPort = 80,
            HttpsPort = 443,
            OriginProtocolPolicy = "https-only",
            OriginSslProtocols = { "TLSv1.2" },
            OriginReadTimeout = ApiTimeout,
        },
    };

    /// <summary>Everything else is a rendition. Renditions never change, so they stay as long as their own headers say: a year.</summary>
    public DistributionDefaultCacheBehaviorArgs CreateDefault()
    {
        var behavior = new DistributionDefaultCacheBehaviorArgs
        {
            TargetOriginId = BucketOrigin,
            AllowedMethods = Reads,
            CachedMethods = Reads,
            ViewerProtocolPolicy = RedirectToHttps,
            CachePolicyId = CachingOptimized,
            ResponseHeadersPolicyId = headersPolicy,
        };
        if (keyGroup is not null)
        {
            behavior.TrustedKeyGroups.Add(keyGroup);
        }

        return behavior;
    }

    /// <summary>Behaviors with a path, of which the first that matches counts.</summary>
    /// <param name="hasApi">Whether the API answers, too.</param>
    public IEnumerable<DistributionOrderedCacheBehaviorArgs> ListOrdered(bool hasApi)
    {
        // Without a signature: CloudFront itself asks for it.
        yield return CreateRenditions(NotFoundPage.Path, key: null);
        if (hasApi)
        {
            yield return CreateRenditions(RenditionsBesideApiPattern, keyGroup);
            yield return new DistributionOrderedCacheBehaviorArgs
            {
                PathPattern = ApiPattern,
                TargetOriginId = ApiOrigin,
                AllowedMethods = { "GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE" },
                CachedMethods = Reads,
                ViewerProtocolPolicy = RedirectToHttps,
                CachePolicyId = CachingDisabled,
                // API Gateway answers to its own host name only.
                OriginRequestPolicyId = AllViewerExceptHostHeader,
            };
        }
    }

    private DistributionOrderedCacheBehaviorArgs CreateRenditions(string pattern, Output<string>? key)
    {
        var behavior = new DistributionOrderedCacheBehaviorArgs
        {
            PathPattern = pattern,
            TargetOriginId = BucketOrigin,
            AllowedMethods = Reads,
            CachedMethods = Reads,
            ViewerProtocolPolicy = RedirectToHttps,
            CachePolicyId = CachingOptimized,
            ResponseHeadersPolicyId = headersPolicy,
        };
        if (key is not null)
        {
            behavior.TrustedKeyGroups.Add(key);
        }

        return behavior;
    }
}
