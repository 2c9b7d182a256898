using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Testing.Contracts;
using Pipeline.Testing.Emulators;
using Pipeline.Vips;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>Racing executions, with S3 and DynamoDB. The renditions of a record do not have the tag that the lifecycle rule sweeps.</summary>
public abstract class AwsRacingContract(DynamoDbEmulator dynamoDb, S3Emulator s3) : RacingContract, IAsyncLifetime
{
    private string _table = "";
    private string _renditions = "";

    protected override IImageStore Store => new S3ImageStore(s3.Client, _renditions, TimeProvider.System);

    protected override IImageCatalogue Catalogue => new DynamoImageCatalogue(dynamoDb.Client, _table);

    protected override IImageCodec Codec { get; } = new VipsCodec();

    public async Task InitializeAsync() => (_table, _renditions) = (await dynamoDb.CreateTableAsync(), await s3.CreateBucketAsync());

    public Task DisposeAsync() => Task.CompletedTask;

    protected override async Task<bool> IsPublishedAsync(string key) =>
        (await s3.Client.GetObjectTaggingAsync(new() { BucketName = _renditions, Key = key })).Tagging is null or [];
}

[Collection(Emulated.ByDynalite)]
public sealed class DynaliteRacingTests(Dynalite dynalite, Fauxqs fauxqs) : AwsRacingContract(dynalite, fauxqs);

[Collection(Emulated.ByDynamoDbLocal)]
public sealed class DynamoDbLocalRacingTests(DynamoDbLocal dynamoDbLocal, Fauxqs fauxqs) : AwsRacingContract(dynamoDbLocal, fauxqs);
