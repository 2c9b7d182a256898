using Pipeline.Core.Deployment;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pulumi;
using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.DynamoDB.Inputs;

namespace Pipeline.Infra.Components;

/// <param name="Context">Names and tags.</param>
/// <param name="Storage">Encryption key and deletion protection.</param>
internal sealed record ImageCatalogueArgs(PipelineContext Context, StorageSettings Storage);

/// <summary>The table of records: one item per image, sparse indexes of images to look into and of claims, billed per request.</summary>
internal sealed class ImageCatalogue : ComponentResource
{
    public ImageCatalogue(string name, ImageCatalogueArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:ImageCatalogue", name, options)
    {
        var table = new Table(args.Context.NameOf("catalogue"), new TableArgs
        {
            BillingMode = "PAY_PER_REQUEST",
            HashKey = CatalogueTable.PartitionKey,
            Attributes =
            {
                StringAttribute(CatalogueTable.PartitionKey),
                StringAttribute(CatalogueTable.ListShard),
                StringAttribute(CatalogueTable.UpdatedAt),
                StringAttribute(CatalogueTable.DueShard),
                StringAttribute(CatalogueTable.DueAt),
            },
            GlobalSecondaryIndexes =
            {
                new TableGlobalSecondaryIndexArgs
                {
                    Name = CatalogueTable.ListIndex,
                    HashKey = CatalogueTable.ListShard,
                    RangeKey = CatalogueTable.UpdatedAt,
                    ProjectionType = "INCLUDE",
                    NonKeyAttributes = { CatalogueTable.Record },
                },
                new TableGlobalSecondaryIndexArgs
                {
                    Name = CatalogueTable.DueIndex,
                    HashKey = CatalogueTable.DueShard,
                    RangeKey = CatalogueTable.DueAt,
                    ProjectionType = "KEYS_ONLY",
                },
            },
            Ttl = new TableTtlArgs { AttributeName = CatalogueTable.ExpiresAt, Enabled = true },
            PointInTimeRecovery = new TablePointInTimeRecoveryArgs { Enabled = true },
            // Without a customer key, DynamoDB encrypts with its own key and needs no setting.
            ServerSideEncryption = args.Storage.KmsKeyArn is { } key
                ? (Input<TableServerSideEncryptionArgs>)new TableServerSideEncryptionArgs { Enabled = true, KmsKeyArn = key }
                : null,
            DeletionProtectionEnabled = args.Storage.DeletionProtection,
            Tags = args.Context.Tags,
        }, new CustomResourceOptions { Parent = this, Protect = args.Storage.DeletionProtection });
        (Table, Arn) = (table.Name, table.Arn);
        RegisterOutputs(new Dictionary<string, object?> { ["table"] = Table });
    }

    /// <summary>Name of the table.</summary>
    public Output<string> Table { get; }

    public Output<string> Arn { get; }

    private static TableAttributeArgs StringAttribute(string name) => new() { Name = name, Type = "S" };
}
