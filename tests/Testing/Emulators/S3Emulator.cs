using Amazon.Runtime;
using Amazon.S3;
using Pipeline.Aws;

namespace Pipeline.Testing.Emulators;

/// <summary>An emulator of S3.</summary>
public abstract class S3Emulator(string script, RequestChecksumCalculation checksums) : Emulator(script)
{
    public AmazonS3Client Client { get; private set; } = null!;

    /// <summary>Why objects have no Cache-Control; null if they have.</summary>
    public virtual string? CacheControlSkipReason => null;

    /// <summary>Why lists cannot have control characters; null if they can, encoded.</summary>
    public virtual string? EncodedListsSkipReason => null;

    /// <summary>Why lists have only one page; null if they can have several.</summary>
    public virtual string? PagesSkipReason => null;

    /// <summary>Why a batch cannot delete keys that begin or end with a space; null if it can.</summary>
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
        // The bucket is in the host name, as in AWS. Connections go to the emulator whatever the host name is.
        config.ServiceURL = $"http://s3.emulated:{Port}";
        config.HttpClientFactory = new LoopbackHttpClientFactory(Port);
        config.AuthenticationRegion = "us-east-1";
        config.RequestChecksumCalculation = checksums;
        Client = new(Credentials, config);
    }

    protected override void Disconnect() => Client?.Dispose();
}

/// <summary>fauxqs: keeps objects in memory and does not check signatures.</summary>
public sealed class Fauxqs() : S3Emulator("fauxqs.mjs", RequestChecksumCalculation.WHEN_SUPPORTED)
{
    public override string? CacheControlSkipReason => "fauxqs does not keep Cache-Control";

    public override string? EncodedListsSkipReason => "fauxqs does not support encoding-type";
}

/// <summary>s3rver: verifies signatures. It would store the checksum that newer clients send after the content as part of the content.</summary>
public sealed class S3rver() : S3Emulator("s3rver.mjs", RequestChecksumCalculation.WHEN_REQUIRED)
{
    public override string? PagesSkipReason => "s3rver's continuation tokens need a cipher that OpenSSL 3 no longer has";

    public override string? SpacesInBatchesSkipReason => "s3rver trims the keys of a batch";
}
