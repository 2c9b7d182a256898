using Pipeline.Core.Deployment;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pulumi;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Purpose">Last part of the bucket's name.</param>
/// <param name="IsVersioned">Whether overwritten and deleted objects are kept as noncurrent versions.</param>
/// <param name="SendsEvents">Whether EventBridge gets its events. A bucket that the pipeline writes to must not start the pipeline.</param>
/// <param name="LifecycleRules">Rules in addition to the one that aborts unfinished multipart uploads.</param>
/// <param name="CorsOrigins">Origins whose pages may call the bucket from a browser; if empty, CORS is off.</param>
/// <param name="CorsMethods">HTTP methods that those pages may use.</param>
/// <param name="KmsKeyArn">Key that encrypts objects; null for the key of S3.</param>
/// <param name="ForceDestroy">Whether <c>pulumi destroy</c> also deletes the objects.</param>
/// <param name="IsProtected">Whether <c>pulumi destroy</c> refuses to delete the bucket.</param>
internal sealed record PrivateBucketArgs(
    PipelineContext Context,
    string Purpose,
    bool IsVersioned,
    bool SendsEvents,
    IReadOnlyList<BucketLifecycleConfigurationRuleArgs> LifecycleRules,
    IReadOnlyList<string> CorsOrigins,
    IReadOnlyList<string> CorsMethods,
    string? KmsKeyArn,
    bool ForceDestroy,
    bool IsProtected);

/// <summary>A bucket that only this account can reach, encrypted and, with its policy, TLS only. Its tag <see cref="BucketPurposeTag"/> says what it is for.</summary>
internal sealed class PrivateBucket : ComponentResource
{
    /// <summary>Days until the parts of an unfinished multipart upload, which cost storage, are deleted.</summary>
    private const int UnfinishedUploadDays = 7;

    private readonly string _name;
    private readonly BucketOwnershipControls _ownership;

    public PrivateBucket(string name, PrivateBucketArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:PrivateBucket", name, options)
    {
        _name = name;
        var child = new CustomResourceOptions { Parent = this };
        var bucket = new Bucket(args.Context.NameOf(args.Purpose), new BucketArgs
        {
            ForceDestroy = args.ForceDestroy,
            Tags = args.Context.Tags.SetItem(BucketPurposeTag.Key, args.Purpose),
        }, new CustomResourceOptions { Parent = this, Protect = args.IsProtected });
        (Bucket, Arn, Host) = (bucket.BucketName, bucket.Arn, bucket.BucketRegionalDomainName);

        var access = new BucketPublicAccessBlock(name, new BucketPublicAccessBlockArgs
        {
            Bucket = Bucket,
            BlockPublicAcls = true,
            BlockPublicPolicy = true,
            IgnorePublicAcls = true,
            RestrictPublicBuckets = true,
        }, child);
        // S3 refuses concurrent changes of a bucket's access settings, so they are made one after the other.
        _ownership = new BucketOwnershipControls(name, new BucketOwnershipControlsArgs
        {
            Bucket = Bucket,
            Rule = new BucketOwnershipControlsRuleArgs { ObjectOwnership = "BucketOwnerEnforced" },
        }, new CustomResourceOptions { Parent = this, DependsOn = { access } });
        _ = new BucketServerSideEncryptionConfiguration(name, CreateEncryptionArgs(args.KmsKeyArn), child);
        if (args.SendsEvents)
        {
            _ = new BucketNotification(name, new BucketNotificationArgs { Bucket = Bucket, Eventbridge = true }, child);
        }

        ConfigureLifecycle(name, args);
        ConfigureCors(name, args);
        RegisterOutputs(new Dictionary<string, object?> { ["bucket"] = Bucket });
    }

    /// <summary>Name of the bucket.</summary>
    public Output<string> Bucket { get; }

    public Output<string> Arn { get; }

    /// <summary>Host name in the bucket's region.</summary>
    public Output<string> Host { get; }

    /// <summary>
    /// Creates the bucket's policy, once. A bucket has one, so statements that name what is created after the bucket come with it, and it stays the same resource with and
    /// without them: deleting another one would delete the policy.
    /// </summary>
    /// <param name="statements">Statements in addition to the one that requires TLS.</param>
    public void CreatePolicy(params IEnumerable<PolicyStatement> statements) => _ = new BucketPolicy(_name, new BucketPolicyArgs
    {
        Bucket = Bucket,
        Policy = Policy.CreateDocument([PolicyStatement.Deny(["s3:*"], Arn, Output.Format($"{Arn}/*")).ForEveryone().WithoutTls(), .. statements]),
    }, new CustomResourceOptions { Parent = this, DependsOn = { _ownership } });

    /// <summary>Filter of a lifecycle rule that applies to all objects.</summary>
    public static BucketLifecycleConfigurationRuleFilterArgs AllObjects => new() { Prefix = "" };

    private Pulumi.Aws.S3.BucketServerSideEncryptionConfigurationArgs CreateEncryptionArgs(string? kmsKeyArn) => new()
    {
        Bucket = Bucket,
        Rules =
        {
            new BucketServerSideEncryptionConfigurationRuleArgs
            {
                ApplyServerSideEncryptionByDefault = new BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs
                {
                    SseAlgorithm = kmsKeyArn is null ? "AES256" : "aws:kms",
                    KmsMasterKeyId = kmsKeyArn is null ? null : (Input<string>)kmsKeyArn,
                },
                // Uses one data key for many objects, which takes about a hundredth of the KMS calls.
                BucketKeyEnabled = kmsKeyArn is not null,
            },
        },
    };

    private void ConfigureLifecycle(string name, PrivateBucketArgs args)
    {
        var options = new CustomResourceOptions { Parent = this };
        if (args.IsVersioned)
        {
            // An unversioned bucket refuses rules on noncurrent versions.
            options.DependsOn.Add(new BucketVersioning(name, new Pulumi.Aws.S3.BucketVersioningArgs
            {
                Bucket = Bucket,
                VersioningConfiguration = new BucketVersioningVersioningConfigurationArgs { Status = "Enabled" },
            }, new CustomResourceOptions { Parent = this }));
        }

        var abortRule = new BucketLifecycleConfigurationRuleArgs
        {
            Id = "abort-unfinished-uploads",
            Status = "Enabled",
            Filter = AllObjects,
            AbortIncompleteMultipartUpload = new BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs
            {
                DaysAfterInitiation = UnfinishedUploadDays,
            },
        };
        _ = new BucketLifecycleConfiguration(name, new BucketLifecycleConfigurationArgs
        {
            Bucket = Bucket,
            Rules = new[] { abortRule }.Concat(args.LifecycleRules).ToArray(),
        }, options);
    }

    private void ConfigureCors(string name, PrivateBucketArgs args)
    {
        if (args.CorsOrigins.Count == 0)
        {
            return;
        }

        _ = new BucketCorsConfiguration(name, new BucketCorsConfigurationArgs
        {
            Bucket = Bucket,
            CorsRules =
            {
                new BucketCorsConfigurationCorsRuleArgs
                {
                    AllowedOrigins = args.CorsOrigins.ToArray(),
                    AllowedMethods = args.CorsMethods.ToArray(),
                    AllowedHeaders = { "*" },
                    ExposeHeaders = { "ETag" },
                    MaxAgeSeconds = 3600,
                },
            },
        }, new CustomResourceOptions { Parent = this });
    }
}
