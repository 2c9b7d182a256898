namespace Pipeline.Aws.Tests.Emulators;

/// <summary>Names of the collections; each has processes of its own and runs beside the others.</summary>
internal static class Emulated
{
    public const string ByFauxqs = "fauxqs";

    public const string ByS3rver = "s3rver";

    public const string ByDynalite = "dynalite with fauxqs";

    public const string ByDynamoDbLocal = "DynamoDB Local with fauxqs";
}

[CollectionDefinition(Emulated.ByFauxqs)]
public sealed class ByFauxqs : ICollectionFixture<Fauxqs>;

[CollectionDefinition(Emulated.ByS3rver)]
public sealed class ByS3rver : ICollectionFixture<S3rver>;

[CollectionDefinition(Emulated.ByDynalite)]
public sealed class ByDynalite : ICollectionFixture<Dynalite>, ICollectionFixture<Fauxqs>;

[CollectionDefinition(Emulated.ByDynamoDbLocal)]
public sealed class ByDynamoDbLocal : ICollectionFixture<DynamoDbLocal>, ICollectionFixture<Fauxqs>;
