using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pipeline.Lake.Tables;
using Pulumi;
using Pulumi.Aws.S3.Inputs;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Storage">Settings of buckets and keys.</param>
/// <param name="LakeDays">Days that files of the data lake are kept; null if there is none.</param>
internal sealed record ImageBucketsArgs(PipelineContext Context, StorageSettings Storage, int? LakeDays);

/// <summary>
/// The uploads bucket, the renditions bucket, and the internal bucket, which sends no events and which no CDN reads. An existing uploads bucket is not changed: its owner turns on EventBridge
/// notifications, because setting them from here would replace all notifications that the bucket has.
/// </summary>
internal sealed class ImageBuckets : ComponentResource
{
    private readonly PrivateBucket _renditions;

    public ImageBuckets(string name, ImageBucketsArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:ImageBuckets", name, options)
    {
        var (context, storage) = (args.Context, args.Storage);
        var child = new ComponentResourceOptions { Parent = this };
        if (storage.UploadsBucket is { } existing)
        {
            (Uploads, UploadsArn) = (Output.Create(existing), Output.Format($"arn:{context.Partition}:s3:::{existing}"));
        }
        else
        {
            var uploads = new PrivateBucket("uploads", CreateBucketArgs(args, BucketPurposeTag.Uploads, ["PUT", "POST", "HEAD"], [CreateOldVersionsRule(storage), .. CreateOriginalsRules(storage.Originals)]), child);
            uploads.CreatePolicy();
            (Uploads, UploadsArn) = (uploads.Bucket, uploads.Arn);
        }

        _renditions = new PrivateBucket("renditions", CreateBucketArgs(args, BucketPurposeTag.Renditions, ["GET", "HEAD"], [CreateUnpublishedRule()]), child);
        (Renditions, RenditionsArn, RenditionsHost) = (_renditions.Bucket, _renditions.Arn, _renditions.Host);
        var internals = new PrivateBucket("internal", CreateBucketArgs(args, BucketPurposeTag.Internal, [], CreateInternalRules(args.LakeDays)) with { CorsOrigins = [] }, child);
        internals.CreatePolicy();
        (Internal, InternalArn) = (internals.Bucket, internals.Arn);
        RegisterOutputs(new Dictionary<string, object?> { ["uploads"] = Uploads, ["renditions"] = Renditions, ["internal"] = Internal });
    }

    /// <summary>Name of the uploads bucket.</summary>
    public Output<string> Uploads { get; }

    public Output<string> UploadsArn { get; }

    /// <summary>Name of the renditions bucket.</summary>
    public Output<string> Renditions { get; }

    public Output<string> RenditionsArn { get; }

    /// <summary>Host name of the renditions bucket in its region.</summary>
    public Output<string> RenditionsHost { get; }

    /// <summary>Name of the internal bucket.</summary>
    public Output<string> Internal { get; }

    public Output<string> InternalArn { get; }

    /// <summary>Creates the policy of the renditions bucket, which may name a CDN that reads it.</summary>
    /// <param name="access">Statements in addition to the one that requires TLS.</param>
    public void CreateRenditionsPolicy(IReadOnlyList<PolicyStatement> access) => _renditions.CreatePolicy(access);

    private static PrivateBucketArgs CreateBucketArgs(
        ImageBucketsArgs args, string purpose, string[] methods, IReadOnlyList<BucketLifecycleConfigurationRuleArgs> rules) =>
        new(args.Context, purpose, IsVersioned: purpose == BucketPurposeTag.Uploads, SendsEvents: purpose == BucketPurposeTag.Uploads, rules, args.Storage.CorsOrigins, methods, args.Storage.KmsKeyArn,
            args.Storage.ForceDestroy, args.Storage.DeletionProtection);

    /// <summary>Expires overwritten and deleted originals, and the delete markers that have no version left.</summary>
    private static BucketLifecycleConfigurationRuleArgs CreateOldVersionsRule(StorageSettings storage) => new()
    {
        Id = "expire-old-versions",
        Status = "Enabled",
        Filter = PrivateBucket.AllObjects,
        NoncurrentVersionExpiration = new BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs
        {
            NoncurrentDays = storage.NoncurrentVersionDays,
        },
        Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { ExpiredObjectDeleteMarker = true },
    };

    /// <summary>Moves originals to another storage class and expires them. A rule of its own: S3 does not allow days beside delete markers.</summary>
    private static IEnumerable<BucketLifecycleConfigurationRuleArgs> CreateOriginalsRules(OriginalsSettings originals)
    {
        if (originals.StorageClass is null && originals.ExpireDays is null)
        {
            yield break;
        }

        var rule = new BucketLifecycleConfigurationRuleArgs { Id = "originals", Status = "Enabled", Filter = PrivateBucket.AllObjects };
        if (originals.StorageClass is { } storageClass)
        {
            rule.Transitions.Add(new BucketLifecycleConfigurationRuleTransitionArgs { Days = originals.TransitionDays, StorageClass = storageClass });
        }

        if (originals.ExpireDays is { } days)
        {
            rule.Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { Days = days };
        }

        yield return rule;
    }

    private static BucketLifecycleConfigurationRuleArgs[] CreateInternalRules(int? lakeDays) =>
    [
        // The history of a backfill's execution is gone then, too.
        CreateExpirationRule(InternalBucket.Results, InternalBucket.ExpirationDays),
        CreateExpirationRule(InternalBucket.Manifests, InternalBucket.ExpirationDays),
        .. lakeDays is { } days
            ? [CreateExpirationRule(LakeTables.Prefix, days), CreateExpirationRule(InternalBucket.QueryResults, InternalBucket.QueryResultDays)]
            : Array.Empty<BucketLifecycleConfigurationRuleArgs>(),
    ];

    private static BucketLifecycleConfigurationRuleArgs CreateExpirationRule(string prefix, int days) => new()
    {
        Id = $"expire-{prefix.TrimEnd('/')}",
        Status = "Enabled",
        Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = prefix },
        Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { Days = days },
    };

    /// <summary>Expires renditions of executions that died before they wrote the record.</summary>
    private static BucketLifecycleConfigurationRuleArgs CreateUnpublishedRule() => new()
    {
        Id = "sweep-unpublished-renditions",
        Status = "Enabled",
        Filter = new BucketLifecycleConfigurationRuleFilterArgs
        {
            Tag = new BucketLifecycleConfigurationRuleFilterTagArgs { Key = UnpublishedTag.Key, Value = UnpublishedTag.Value },
        },
        Expiration = new BucketLifecycleConfigurationRuleExpirationArgs { Days = UnpublishedTag.ExpirationDays },
    };
}
