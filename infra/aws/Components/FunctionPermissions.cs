using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pulumi;

namespace Pipeline.Infra.Components;

/// <summary>
/// What each function calls, and nothing else. A test compares the deployed roles with a table of its own.
/// </summary>
/// <param name="context">Region and account.</param>
/// <param name="buckets">Uploads and renditions.</param>
/// <param name="catalogue">The table.</param>
/// <param name="settings">Keys that encrypt, and the prefix of images.</param>
internal sealed class FunctionPermissions(PipelineContext context, ImageBuckets buckets, ImageCatalogue catalogue, PipelineSettings settings)
{
    private StorageSettings Storage => settings.Storage;

    /// <summary>All keys, or those that images begin with.</summary>
    private Output<string> OriginalsArn => Output.Format($"{buckets.UploadsArn}/{Policy.EscapeLiteral(settings.Keys.Prefix ?? "")}*");

    private Output<string> RenditionsArn => Output.Format($"{buckets.RenditionsArn}/*");

    public IReadOnlyList<PolicyStatement> Validate =>
    [
        .. ReadOriginals,
        WriteRecords,
        // Finishes what an execution that died had begun to remove.
        ListRenditions,
        PolicyStatement.Allow(["s3:DeleteObject"], RenditionsArn),
        .. Decrypt(Storage.UploadsKmsKeyArn, "s3"),
        .. Decrypt(Storage.KmsKeyArn, "dynamodb"),
    ];

    public IReadOnlyList<PolicyStatement> Resize =>
    [
        .. ReadOriginals,
        // HEAD and tags of a rendition that is there already tell whether it is about to be swept.
        PolicyStatement.Allow(["s3:PutObject", "s3:PutObjectTagging", "s3:GetObject", "s3:GetObjectTagging"], RenditionsArn),
        ListRenditions,
        .. Decrypt(Storage.UploadsKmsKeyArn == Storage.KmsKeyArn ? null : Storage.UploadsKmsKeyArn, "s3"),
        .. UseKey(["kms:GenerateDataKey", "kms:Decrypt"], Storage.KmsKeyArn, "s3"),
    ];

    public IReadOnlyList<PolicyStatement> Persist =>
    [
        WriteRecords,
        ListRenditions,
        PolicyStatement.Allow(["s3:DeleteObjectTagging", "s3:DeleteObject"], RenditionsArn),
        .. Decrypt(Storage.KmsKeyArn, "dynamodb"),
    ];

    public IReadOnlyList<PolicyStatement> Remove =>
    [
        WriteRecords,
        ListRenditions,
        PolicyStatement.Allow(["s3:DeleteObject"], RenditionsArn),
        .. Decrypt(Storage.KmsKeyArn, "dynamodb"),
    ];

    /// <summary>Without the right to list, S3 answers 403 for an object that is gone, and its deletion would look like a fault.</summary>
    private IReadOnlyList<PolicyStatement> ReadOriginals =>
    [
        PolicyStatement.Allow(["s3:GetObject", "s3:GetObjectVersion"], OriginalsArn),
        PolicyStatement.Allow(["s3:ListBucket"], buckets.UploadsArn),
    ];

    private PolicyStatement ListRenditions => PolicyStatement.Allow(["s3:ListBucket"], buckets.RenditionsArn);

    private PolicyStatement WriteRecords => PolicyStatement.Allow(["dynamodb:GetItem", "dynamodb:PutItem"], catalogue.Arn);

    private IEnumerable<PolicyStatement> Decrypt(string? key, string service) => UseKey(["kms:Decrypt"], key, service);

    /// <summary>Through the service only: the function has no data of its own to decrypt.</summary>
    private IEnumerable<PolicyStatement> UseKey(IReadOnlyList<string> actions, string? key, string service) => key is null
        ? []
        : [PolicyStatement.Allow(actions, key).When("StringEquals", "kms:ViaService", Output.Format($"{service}.{context.Region}.amazonaws.com"))];
}
