using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Storage;
using Pipeline.Imaging.Codecs;
using Pipeline.Testing.Contracts;
using Pipeline.Testing.Emulators;
using Pipeline.Vips;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>Executions that die and are superseded, with S3 and DynamoDB.</summary>
public abstract class AwsSupersededContract(DynamoDbEmulator dynamoDb, S3Emulator s3) : SupersededContract, IAsyncLifetime
{
    private string _table = "";
    private string _renditions = "";

    protected override IImageStore Store => new S3ImageStore(s3.Client, _renditions, TimeProvider.System);

    protected override IImageCatalogue Catalogue => new DynamoImageCatalogue(dynamoDb.Client, _table);

    protected override IImageCodec Codec { get; } = new VipsCodec();

    public async Task InitializeAsync() => (_table, _renditions) = (await dynamoDb.CreateTableAsync(), await s3.CreateBucketAsync());

    public Task DisposeAsync() => Task.CompletedTask;
}

[Collection(Emulated.ByDynalite)]
public sealed class DynaliteSupersededTests(Dynalite dynalite, Fauxqs fauxqs) : AwsSupersededContract(dynalite, fauxqs);
