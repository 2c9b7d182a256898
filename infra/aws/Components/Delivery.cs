using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pulumi;
using Pulumi.Aws.CloudFront;
using Pulumi.Aws.CloudFront.Inputs;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Settings">Host name, keys and price class.</param>
/// <param name="Storage">Origins of pages, and the key that encrypts the renditions.</param>
/// <param name="Buckets">The renditions bucket.</param>
/// <param name="Api">The HTTP API; null for none.</param>
internal sealed record DeliveryArgs(PipelineContext Context, DeliverySettings Settings, StorageSettings Storage, ImageBuckets Buckets, HttpApi? Api);

/// <summary>
/// CloudFront before the renditions bucket and, unless its requests must be signed, before the HTTP API. It is created before the functions, which get its
/// address, and before the policy of the bucket, which lets in this one distribution.
/// </summary>
internal sealed class Delivery : ComponentResource
{
    private const string Service = "cloudfront.amazonaws.com";

    /// <summary>The oldest version of TLS, with the ciphers of 2021. Without a certificate of your own, CloudFront decides.</summary>
    private const string MinProtocol = "TLSv1.2_2021";

    private readonly DeliveryArgs _args;

    public Delivery(string name, DeliveryArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:Delivery", name, options)
    {
        _args = args;
        var (context, settings) = (args.Context, args.Settings);
        // A signature of SigV4 covers the host, which CloudFront changes.
        var api = args.Api is { NeedsSignature: false } reachable ? reachable : null;
        var access = new OriginAccessControl(context.NameOf("renditions"), new OriginAccessControlArgs
        {
            Name = context.NameOf("renditions"),
            Description = $"Reads the renditions of {context.Name}",
            OriginAccessControlOriginType = "s3",
            // Objects under SSE-KMS can be read only by signed requests.
            SigningBehavior = "always",
            SigningProtocol = "sigv4",
        }, new CustomResourceOptions { Parent = this });
        var headers = DeliveryHeaders.Create(context, args.Storage.CorsOrigins, this);
        var keys = SignedUrlKeys.Create(context, settings.PublicKeys, this);
        NotFoundPage.Create(context, args.Buckets, this);
        var behaviors = new DeliveryBehaviors(headers.Id, keys?.Id);
        List<DistributionOriginArgs> origins = [DeliveryBehaviors.CreateBucketOrigin(args.Buckets.RenditionsHost, access.Id)];
        if (api is not null)
        {
            origins.Add(DeliveryBehaviors.CreateApiOrigin(api.Host));
        }

        var distribution = new Distribution(context.NameOf("renditions"), new DistributionArgs
        {
            Comment = $"Renditions of {context.Name}",
            Enabled = true,
            HttpVersion = "http2and3",
            IsIpv6Enabled = true,
            PriceClass = settings.PriceClass,
            Aliases = settings.Domain is { } alias ? new[] { alias } : [],
            Origins = origins.ToArray(),
            DefaultCacheBehavior = behaviors.CreateDefault(),
            OrderedCacheBehaviors = behaviors.ListOrdered(api is not null).ToArray(),
            CustomErrorResponses = NotFoundPage.ListErrorResponses(api is not null).ToArray(),
            Restrictions = new DistributionRestrictionsArgs { GeoRestriction = new DistributionRestrictionsGeoRestrictionArgs { RestrictionType = "none" } },
            ViewerCertificate = CreateCertificate(settings.CertificateArn),
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = this });
        (DistributionId, DistributionArn, Host) = (distribution.Id, distribution.Arn, distribution.DomainName);
        Url = settings.Domain is { } domain ? Output.Create($"https://{domain}") : Output.Format($"https://{distribution.DomainName}");
        KeyStatement = args.Storage.KmsKeyArn is { } key ? CreateKeyStatement().Apply(statement => Print(key, statement)) : Output.Create("");
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url });
    }

    /// <summary>Address below which renditions are, without a slash at its end.</summary>
    public Output<string> Url { get; }

    /// <summary>The same with a slash, as functions get it.</summary>
    public Output<string> RenditionsUrl => Output.Format($"{Url}/");

    /// <summary>CloudFront's own host name.</summary>
    public Output<string> Host { get; }

    public Output<string> DistributionId { get; }

    public Output<string> DistributionArn { get; }

    /// <summary>What the owner of the key must add to its policy, JSON; empty without a key.</summary>
    public Output<string> KeyStatement { get; }

    /// <summary>
    /// Statements of the renditions bucket: this distribution reads objects, but not those that no record shows yet, and not those in quarantine. It must not list:
    /// a request for <c>/</c> would be answered with all keys.
    /// </summary>
    public IReadOnlyList<PolicyStatement> BucketAccess =>
    [
        PolicyStatement.Allow(["s3:GetObject"], Objects).ForService(Service).When("StringEquals", "aws:SourceArn", DistributionArn),
        DenyTagged(UnpublishedTag.Key, UnpublishedTag.Value),
        DenyTagged(QuarantinedTag.Key, QuarantinedTag.Value),
    ];

    private Output<string> Objects => Output.Format($"{_args.Buckets.RenditionsArn}/*");

    private PolicyStatement DenyTagged(string key, string value) =>
        PolicyStatement.Deny(["s3:GetObject"], Objects).ForService(Service).When("StringEquals", $"s3:ExistingObjectTag/{key}", value);

    private Output<string> CreateKeyStatement() => PolicyStatement.Allow(["kms:Decrypt"], "*").ForService(Service)
        .When("StringEquals", "aws:SourceArn", DistributionArn).ToJson().Apply(json => json.ToJsonString());

    private static string Print(string key, string statement)
    {
        Log.Info($"kmsKeyArn encrypts the renditions. CloudFront can read them only if the policy of {key} has this statement (output {StackOutputs.CdnKeyStatement}): {statement}");
        return statement;
    }

    private static DistributionViewerCertificateArgs CreateCertificate(string? arn) => arn is null
        ? new() { CloudfrontDefaultCertificate = true }
        : new() { AcmCertificateArn = arn, SslSupportMethod = "sni-only", MinimumProtocolVersion = MinProtocol };
}
