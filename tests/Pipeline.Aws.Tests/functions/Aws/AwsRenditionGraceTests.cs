using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Storage;
using Pipeline.Testing.Contracts;
using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>How long replaced renditions live on, with S3 and DynamoDB.</summary>
public abstract class AwsRenditionGraceContract(DynamoDbEmulator dynamoDb, S3Emulator s3) : RenditionGraceContract, IAsyncLifetime
{
    private string _table = "";
    private string _renditions = "";

    protected override IImageStore Store => new S3ImageStore(s3.Client, _renditions, TimeProvider.System);

    protected override IImageCatalogue Catalogue => new DynamoImageCatalogue(dynamoDb.Client, _table);

    public async Task InitializeAsync() => (_table, _renditions) = (await dynamoDb.CreateTableAsync(), await s3.CreateBucketAsync());

    public Task DisposeAsync() => Task.CompletedTask;
}

[Collection(Emulated.ByDynalite)]
public sealed class DynaliteRenditionGraceTests(Dynalite dynalite, Fauxqs fauxqs) : AwsRenditionGraceContract(dynalite, fauxqs);

[Collection(Emulated.ByDynamoDbLocal)]
public sealed class DynamoDbLocalRenditionGraceTests(DynamoDbLocal dynamoDbLocal, Fauxqs fauxqs) : AwsRenditionGraceContract(dynamoDbLocal, fauxqs);
