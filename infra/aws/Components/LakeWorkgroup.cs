using Pipeline.Core.Deployment;
using Pipeline.Infra.Context;
using Pipeline.Lake.Queries;
using Pulumi;
using Pulumi.Aws.Athena;
using Pulumi.Aws.Athena.Inputs;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="ByteLimit">Bytes that a query may read.</param>
/// <param name="Bucket">Name of the bucket that gets the results.</param>
/// <param name="KmsKeyArn">Key that encrypts the bucket; null for the key of S3.</param>
/// <param name="Catalogue">Tables of the saved queries.</param>
internal sealed record LakeWorkgroupArgs(PipelineContext Context, int ByteLimit, Output<string> Bucket, string? KmsKeyArn, LakeCatalogue Catalogue);

/// <summary>Where Athena runs queries of the data lake, with a limit that no query can change, and the saved queries.</summary>
internal sealed class LakeWorkgroup : ComponentResource
{
    public LakeWorkgroup(string name, LakeWorkgroupArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:LakeWorkgroup", name, options)
    {
        var context = args.Context;
        var workgroup = new Workgroup(context.NameOf("lake"), new WorkgroupArgs
        {
            Name = context.Name,
            Description = $"Queries of the data lake of {context.Name}",
            // Otherwise Athena refuses to delete a workgroup that has run a query.
            ForceDestroy = true,
            Configuration = new WorkgroupConfigurationArgs
            {
                EnforceWorkgroupConfiguration = true,
                BytesScannedCutoffPerQuery = args.ByteLimit,
                ResultConfiguration = new WorkgroupConfigurationResultConfigurationArgs
                {
                    OutputLocation = Output.Format($"s3://{args.Bucket}/{InternalBucket.QueryResults}"),
                    ExpectedBucketOwner = context.Account,
                    EncryptionConfiguration = new WorkgroupConfigurationResultConfigurationEncryptionConfigurationArgs
                    {
                        EncryptionOption = args.KmsKeyArn is null ? "SSE_S3" : "SSE_KMS",
                        KmsKeyArn = args.KmsKeyArn is null ? null : (Input<string>)args.KmsKeyArn,
                    },
                },
            },
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = this });
        Name = workgroup.Name;
        foreach (var query in SavedQuery.All)
        {
            _ = new NamedQuery(context.NameOf(query.Name), new NamedQueryArgs
            {
                Name = query.Name,
                Description = query.Title,
                Database = args.Catalogue.Database,
                Query = query.Sql,
                Workgroup = Name,
            }, new CustomResourceOptions { Parent = this });
        }

        RegisterOutputs(new Dictionary<string, object?> { ["name"] = Name });
    }

    /// <summary>Name of the workgroup.</summary>
    public Output<string> Name { get; }
}
