using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.S3;

namespace Pipeline.Aws;

/// <summary>
/// Clients of the services, to be made once a process and kept: they pool connections. Making one opens none. Credentials,
/// region and endpoints (<c>AWS_ENDPOINT_URL_S3</c>, <c>AWS_ENDPOINT_URL_DYNAMODB</c>) come from the SDK's own environment variables.
/// </summary>
public static class AwsClients
{
    // A connection inside a region stands within milliseconds; the default waits for ever.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    // Until the answer's headers, hence for the whole of an upload; what takes longer is lost and is better tried again. The
    // function's remaining time is the caller's token.
    private static readonly TimeSpan S3Timeout = TimeSpan.FromSeconds(30);

    // Single items answer within milliseconds.
    private static readonly TimeSpan DynamoDbTimeout = TimeSpan.FromSeconds(5);

    // Five attempts with the backoff of standard mode outlast a throttled second; a longer outage is for the state machine's retriers,
    // which wait without being paid for. DynamoDB's own default would be eleven.
    private const int MaxRetries = 4;

    public static AmazonS3Client CreateS3() => new(CreateS3Config());

    public static AmazonDynamoDBClient CreateDynamoDb() => new(CreateDynamoDbConfig());

    /// <summary>What <see cref="CreateS3"/> uses.</summary>
    public static AmazonS3Config CreateS3Config() => WithRetries(new AmazonS3Config { ConnectTimeout = ConnectTimeout, Timeout = S3Timeout });

    /// <summary>What <see cref="CreateDynamoDb"/> uses.</summary>
    public static AmazonDynamoDBConfig CreateDynamoDbConfig() =>
        WithRetries(new AmazonDynamoDBConfig { ConnectTimeout = ConnectTimeout, Timeout = DynamoDbTimeout });

    private static TConfig WithRetries<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        // Not adaptive: that mode throttles itself by one client's view, and each function instance has a client of its own.
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = MaxRetries;
        return config;
    }
}
