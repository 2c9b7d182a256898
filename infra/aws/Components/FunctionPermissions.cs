using Pipeline.Core.Deployment;
using Pipeline.Core.Describing;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pipeline.Lake.Tables;
using Pulumi;

namespace Pipeline.Infra.Components;

/// <summary>
/// The permissions of each function: only the calls that it makes. A test compares the deployed roles with its own table.
/// </summary>
/// <param name="context">Region and account.</param>
/// <param name="buckets">The uploads and renditions buckets.</param>
/// <param name="catalogue">The catalogue's table.</param>
/// <param name="settings">Encryption keys, and the key prefix of images.</param>
internal sealed class FunctionPermissions(PipelineContext context, ImageBuckets buckets, ImageCatalogue catalogue, PipelineSettings settings)
{
    private StorageSettings Storage => settings.Storage;

    /// <summary>All objects of the uploads bucket, or those below the configured key prefix.</summary>
    private Output<string> OriginalsArn => Output.Format($"{buckets.UploadsArn}/{Policy.EscapeLiteral(settings.Keys.Prefix ?? "")}*");

    private Output<string> RenditionsArn => Output.Format($"{buckets.RenditionsArn}/*");

    public IReadOnlyList<PolicyStatement> Validate =>
    [
        .. ReadOriginals,
        .. settings.Metadata.KeepTags ? [PolicyStatement.Allow(["s3:GetObjectTagging", "s3:GetObjectVersionTagging"], OriginalsArn)] : Array.Empty<PolicyStatement>(),
        WriteRecords,
        // Validate finishes removals that a dead execution left undone.
        ListRenditions,
        PolicyStatement.Allow(["s3:DeleteObject"], RenditionsArn),
        .. Decrypt(Storage.UploadsKmsKeyArn, "s3"),
        .. Decrypt(Storage.KmsKeyArn, "dynamodb"),
    ];

    public IReadOnlyList<PolicyStatement> Resize =>
    [
        .. ReadOriginals,
        // HEAD and the tags of an existing rendition show whether it is about to be swept.
        PolicyStatement.Allow(["s3:PutObject", "s3:PutObjectTagging", "s3:GetObject", "s3:GetObjectTagging"], RenditionsArn),
        ListRenditions,
        .. Decrypt(Storage.UploadsKmsKeyArn == Storage.KmsKeyArn ? null : Storage.UploadsKmsKeyArn, "s3"),
        .. UseKey(["kms:GenerateDataKey", "kms:Decrypt"], Storage.KmsKeyArn, "s3"),
    ];

    /// <param name="withdrawn">The CDN that must not show what is in quarantine; null for none.</param>
    public IReadOnlyList<PolicyStatement> Persist(Delivery? withdrawn) =>
    [
        WriteRecords,
        ListRenditions,
        PolicyStatement.Allow(["s3:DeleteObjectTagging", "s3:DeleteObject"], RenditionsArn),
        .. settings.Describe is { Quarantines: true } ? [PolicyStatement.Allow(["s3:PutObjectTagging"], RenditionsArn)] : Array.Empty<PolicyStatement>(),
        .. Invalidate(withdrawn),
        .. Decrypt(Storage.KmsKeyArn, "dynamodb"),
    ];

    /// <param name="describe">The model.</param>
    public IReadOnlyList<PolicyStatement> Describe(DescribeSettings describe) =>
    [
        PolicyStatement.Allow(["s3:GetObject"], Output.Format($"{buckets.RenditionsArn}/*/{DescriptionPicture.FolderOf("")}*")),
        PolicyStatement.Allow(["dynamodb:UpdateItem"], catalogue.Arn).When("ForAllValues:StringLike", "dynamodb:LeadingKeys", $"{CatalogueTable.DescriptionBudgetPrefix}*"),
        .. describe.Model is { } model
            ? ModelPermissions.Of(context, model)
            : ModelPermissions.OfRegion(context, DescribeSettings.DefaultModel, describe.GetModel),
        .. Decrypt(Storage.KmsKeyArn, "s3"),
        .. Decrypt(Storage.KmsKeyArn, "dynamodb"),
    ];

    /// <param name="invalidated">The CDN that deletions take renditions out of; null for none.</param>
    public IReadOnlyList<PolicyStatement> Remove(Delivery? invalidated) =>
    [
        // HEAD of the key shows whether the deletion of a version left or brought back an original. It needs no KMS key.
        PolicyStatement.Allow(["s3:GetObject"], OriginalsArn),
        ListOriginals,
        WriteRecords,
        ListRenditions,
        PolicyStatement.Allow(["s3:DeleteObject"], RenditionsArn),
        .. Invalidate(invalidated),
        .. Decrypt(Storage.KmsKeyArn, "dynamodb"),
    ];

    /// <param name="destinations">Topic for failures, with its key.</param>
    public IReadOnlyList<PolicyStatement> Reconcile(Destinations destinations) =>
    [
        WriteRecords,
        PolicyStatement.Allow(["dynamodb:Query"], Output.Format($"{catalogue.Arn}/index/{CatalogueTable.DueIndex}")),
        // The sweep removes the renditions of replaced versions.
        ListRenditions,
        PolicyStatement.Allow(["s3:DeleteObject"], RenditionsArn),
        PolicyStatement.Allow(["sns:Publish"], destinations.FailureTopicArn),
        PolicyStatement.Allow(["kms:GenerateDataKey", "kms:Decrypt"], destinations.TopicKeyArn)
            .When("StringEquals", "kms:ViaService", Output.Format($"sns.{context.Region}.amazonaws.com")),
        .. Decrypt(Storage.KmsKeyArn, "dynamodb"),
    ];

    public IReadOnlyList<PolicyStatement> Backfill =>
    [
        PolicyStatement.Allow(["s3:GetObject"], Output.Format($"{buckets.InternalArn}/{InternalBucket.Results}*")),
        .. Decrypt(Storage.KmsKeyArn, "s3"),
    ];

    /// <summary>Reads the table, and writes, lists and removes what is below <c>lake/</c>.</summary>
    public IReadOnlyList<PolicyStatement> Export =>
    [
        PolicyStatement.Allow(["dynamodb:Scan"], catalogue.Arn),
        PolicyStatement.Allow(["s3:PutObject", "s3:DeleteObject"], Output.Format($"{buckets.InternalArn}/{LakeTables.Prefix}*")),
        PolicyStatement.Allow(["s3:ListBucket"], buckets.InternalArn).When("StringLike", "s3:prefix", $"{LakeTables.Prefix}*"),
        .. UseKey(["kms:GenerateDataKey"], Storage.KmsKeyArn, "s3"),
        .. Decrypt(Storage.KmsKeyArn, "dynamodb"),
    ];

    /// <summary>The form that the function signs has the function's permissions, also those on the key.</summary>
    public IReadOnlyList<PolicyStatement> ApiUpload =>
    [
        PolicyStatement.Allow(["s3:PutObject"], OriginalsArn),
        .. UseKey(["kms:GenerateDataKey"], Storage.UploadsKmsKeyArn, "s3"),
    ];

    /// <summary>For an image, and for a redirect to one of its renditions.</summary>
    public IReadOnlyList<PolicyStatement> ApiImage =>
    [
        PolicyStatement.Allow(["dynamodb:GetItem"], catalogue.Arn),
        .. Decrypt(Storage.KmsKeyArn, "dynamodb"),
    ];

    /// <summary>With the parameter <c>key</c>, the path of lists is that of one image.</summary>
    public IReadOnlyList<PolicyStatement> ApiList =>
    [
        PolicyStatement.Allow(["dynamodb:Query"], Output.Format($"{catalogue.Arn}/index/{CatalogueTable.ListIndex}")),
        PolicyStatement.Allow(["dynamodb:BatchGetItem", "dynamodb:GetItem"], catalogue.Arn),
        ListOriginals,
        .. Decrypt(Storage.KmsKeyArn, "dynamodb"),
    ];

    public IReadOnlyList<PolicyStatement> ApiDelete => [PolicyStatement.Allow(["s3:DeleteObject"], OriginalsArn)];

    /// <summary>Without the right to list, S3 returns 403 for a deleted object, and the deletion looks like a fault.</summary>
    private IReadOnlyList<PolicyStatement> ReadOriginals =>
    [
        PolicyStatement.Allow(["s3:GetObject", "s3:GetObjectVersion"], OriginalsArn),
        ListOriginals,
    ];

    private PolicyStatement ListOriginals => PolicyStatement.Allow(["s3:ListBucket"], buckets.UploadsArn);

    private PolicyStatement ListRenditions => PolicyStatement.Allow(["s3:ListBucket"], buckets.RenditionsArn);

    private PolicyStatement WriteRecords => PolicyStatement.Allow(["dynamodb:GetItem", "dynamodb:PutItem"], catalogue.Arn);

    private static IEnumerable<PolicyStatement> Invalidate(Delivery? delivery) =>
        delivery is null ? [] : [PolicyStatement.Allow(["cloudfront:CreateInvalidation"], delivery.DistributionArn)];

    private IEnumerable<PolicyStatement> Decrypt(string? key, string service) => UseKey(["kms:Decrypt"], key, service);

    /// <summary>The key may be used only through the service: the function decrypts nothing itself.</summary>
    private IEnumerable<PolicyStatement> UseKey(IReadOnlyList<string> actions, string? key, string service) => key is null
        ? []
        : [PolicyStatement.Allow(actions, key).When("StringEquals", "kms:ViaService", Output.Format($"{service}.{context.Region}.amazonaws.com"))];
}
