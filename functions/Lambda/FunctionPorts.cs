using Amazon.DynamoDBv2;
using Amazon.S3;
using Pipeline.Aws;
using Pipeline.Aws.Delivery;
using Pipeline.Core.Backfill;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Describing;
using Pipeline.Core.Outcomes;
using Pipeline.Core.Reconciliation;
using Pipeline.Core.Storage;

namespace Pipeline.Lambda;

/// <summary>Where a function's logic reads and writes.</summary>
public sealed class FunctionPorts
{
    private readonly FunctionSettings _settings;
    private readonly Func<IAmazonS3> _createS3;
    private readonly Func<IAmazonDynamoDB> _createDynamoDb;
    private readonly bool _isCanned;

    private FunctionPorts(FunctionSettings settings, Func<IAmazonS3> createS3, Func<IAmazonDynamoDB> createDynamoDb, bool isCanned) =>
        (_settings, _createS3, _createDynamoDb, _isCanned) = (settings, createS3, createDynamoDb, isCanned);

    /// <summary>Creates those of the deployment.</summary>
    public static FunctionPorts Create(FunctionSettings settings) => new(settings, AwsClients.CreateS3, AwsClients.CreateDynamoDb, isCanned: false);

    /// <summary>Creates those of a warm-up, which answer inside the process.</summary>
    public static FunctionPorts CreateCanned(FunctionSettings settings) => new(settings, AwsClients.CreateCannedS3, AwsClients.CreateCannedDynamoDb, isCanned: true);

    /// <summary>Creates the store of originals and renditions in S3.</summary>
    public IImageStore CreateStore() => new S3ImageStore(_createS3(), _settings.RenditionsBucket, TimeProvider.System, _settings.KeepTags);

    /// <summary>Creates the catalogue in DynamoDB.</summary>
    public IImageCatalogue CreateCatalogue() => new DynamoImageCatalogue(_createDynamoDb(), _settings.Table);

    /// <summary>Creates what keeps outcomes for exports; null if nothing exports them.</summary>
    public IOutcomeLog? CreateOutcomeLog() => _settings.KeepsOutcomes ? new DynamoOutcomeLog(_createDynamoDb(), _settings.Table) : null;

    /// <summary>Creates what opens the results of backfills in S3.</summary>
    public IResultFiles CreateResultFiles() => new S3ResultFiles(_createS3());

    /// <summary>Creates what announces failures on the topic for failures.</summary>
    public IFailureAnnouncer CreateFailureAnnouncer() => AwsClients.CreateFailureAnnouncer(_settings.FailureTopic);

    /// <summary>Creates the model that describes images.</summary>
    public IVisionModel CreateVisionModel() => _isCanned ? AwsClients.CreateCannedVisionModel() : AwsClients.CreateVisionModel();

    /// <summary>Creates what counts the images that are described in a day.</summary>
    public IDescriptionBudget CreateDescriptionBudget() => new DynamoDescriptionBudget(_createDynamoDb(), _settings.Table);

    /// <summary>Creates what takes renditions out of the CDN; null if deletions leave it alone, and in a warm-up.</summary>
    public DistributionCache? CreateDistributionCache() =>
        _settings.Distribution is { } distribution && !_isCanned ? AwsClients.CreateDistributionCache(distribution) : null;
}
