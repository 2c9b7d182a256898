using Amazon.DynamoDBv2;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Catalogue;
using Pipeline.Testing.Contracts;
using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Aws;

/// <summary>The contract of every catalogue, over the wire, and what DynamoDB adds to it.</summary>
public abstract partial class DynamoImageCatalogueContract(DynamoDbEmulator emulator) : ImageCatalogueContract, IAsyncLifetime
{
    private string _table = "";

    protected override IImageCatalogue Catalogue => new DynamoImageCatalogue(Dynamo, _table);

    private AmazonDynamoDBClient Dynamo => emulator.Client;

    public async Task InitializeAsync() => _table = await emulator.CreateTableAsync();

    public Task DisposeAsync() => Task.CompletedTask;
}

[Collection(Emulated.ByDynalite)]
public sealed class DynaliteImageCatalogueTests(Dynalite dynalite) : DynamoImageCatalogueContract(dynalite);

[Collection(Emulated.ByDynamoDbLocal)]
public sealed class DynamoDbLocalImageCatalogueTests(DynamoDbLocal dynamoDbLocal) : DynamoImageCatalogueContract(dynamoDbLocal);
