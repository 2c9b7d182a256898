using Amazon.Runtime;
using Amazon.S3;
using Pipeline.Aws;

namespace Pipeline.Testing.Emulators;

/// <summary>S3, as far as an emulator goes.</summary>
public abstract class S3Emulator(string script, RequestChecksumCalculation checksums) : Emulator(script)
{
    public AmazonS3Client Client { get; private set; } = null!;

    /// <summary>Why objects have no Cache-Control; null: they do.</summary>
    public virtual string? CacheControlSkipReason => null;

    /// <summary>Why its lists cannot have control characters; null: they can, encoded.</summary>
    public virtual string? EncodedListsSkipReason => null;

    /// <summary>Why it lists one page only; null: it lists more.</summary>
    public virtual string? PagesSkipReason => null;

    /// <summary>Why it does not delete keys that begin or end with a space many at once; null: it does.</summary>
    public virtual string? SpacesInBatchesSkipReason => null;

    public async Task<string> CreateBucketAsync()
    {
        SkipIfUnavailable();
        var name = NewName();
        await Client.PutBucketAsync(name);
        return name;
    }

    protected override void Connect()
    {
        var config = AwsClients.CreateS3Config();
        // The bucket is in the host, as in AWS; whatever host it is, the connection goes to the emulator.
        config.ServiceURL = $"http://s3.emulated:{Port}";
        config.HttpClientFactory = new LoopbackHttpClientFactory(Port);
        config.AuthenticationRegion = "us-east-1";
        config.RequestChecksumCalculation = checksums;
        Client = new(Credentials, config);
    }

    protected override void Disconnect() => Client?.Dispose();
}

/// <summary>fauxqs: reads no signatures, keeps objects in memory.</summary>
public sealed class Fauxqs() : S3Emulator("fauxqs.mjs", RequestChecksumCalculation.WHEN_SUPPORTED)
{
    public override string? CacheControlSkipReason => "fauxqs does not keep Cache-Control";

    public override string? EncodedListsSkipReason => "fauxqs does not know encoding-type";
}

/// <summary>s3rver: verifies signatures. It would store what newer clients send along, a checksum behind the content, as content.</summary>
public sealed class S3rver() : S3Emulator("s3rver.mjs", RequestChecksumCalculation.WHEN_REQUIRED)
{
    public override string? PagesSkipReason => "s3rver's continuation tokens need a cipher that OpenSSL 3 has no more";

    public override string? SpacesInBatchesSkipReason => "s3rver trims the keys of a batch";
}
