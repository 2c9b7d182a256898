using Amazon.DynamoDBv2;
using Pipeline.Aws.Tests.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Tests.Contracts;

namespace Pipeline.Aws.Tests;

/// <summary>What every catalogue promises, over the wire, and what DynamoDB adds.</summary>
public abstract partial class DynamoImageCatalogContract(DynamoDbEmulator emulator) : ImageCatalogContract, IAsyncLifetime
{
    private string _table = "";

    protected override IImageCatalog Catalog => new DynamoImageCatalog(Dynamo, _table);

    private AmazonDynamoDBClient Dynamo => emulator.Client;

    public async Task InitializeAsync() => _table = await emulator.CreateTableAsync();

    public Task DisposeAsync() => Task.CompletedTask;
}

[Collection(Emulated.ByDynalite)]
public sealed class DynaliteImageCatalogTests(Dynalite dynalite) : DynamoImageCatalogContract(dynalite);

[Collection(Emulated.ByDynamoDbLocal)]
public sealed class DynamoDbLocalImageCatalogTests(DynamoDbLocal dynamoDbLocal) : DynamoImageCatalogContract(dynamoDbLocal);
