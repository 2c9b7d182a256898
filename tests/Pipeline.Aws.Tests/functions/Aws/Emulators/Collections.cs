using Pipeline.Testing.Emulators;

namespace Pipeline.Aws.Tests.Aws.Emulators;

/// <summary>Names of the test collections. Each has its own emulator processes and runs in parallel with the others.</summary>
internal static class Emulated
{
    public const string ByFauxqs = "fauxqs";

    public const string ByS3rver = "s3rver";

    public const string ByDynalite = "dynalite with fauxqs";

    public const string ByDynaliteWithS3rver = "dynalite with s3rver";

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

[CollectionDefinition(Emulated.ByDynaliteWithS3rver)]
public sealed class ByDynaliteWithS3rver : ICollectionFixture<Dynalite>, ICollectionFixture<S3rver>;
