using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Pipeline.Aws.Calls;
using Pipeline.Aws.Delivery;
using Pipeline.Aws.WarmUp;

namespace Pipeline.Aws;

/// <summary>
/// Creates clients of the services. Create each once per process and keep it, because it pools connections. Creating one opens no
/// connection. Credentials, region and endpoints (<c>AWS_ENDPOINT_URL_S3</c>, <c>AWS_ENDPOINT_URL_DYNAMODB</c>) come from the SDK's
/// own environment variables.
/// </summary>
public static class AwsClients
{
    // A connection inside a region takes milliseconds; the default waits forever.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    // Until the response headers arrive, so it includes a whole upload. A request that takes longer is probably lost and better retried.
    // The caller's cancellation token limits the call to the function's remaining time.
    private static readonly TimeSpan S3Timeout = TimeSpan.FromSeconds(30);

    // A request for a single item takes milliseconds.
    private static readonly TimeSpan DynamoDbTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SnsTimeout = TimeSpan.FromSeconds(10);

    // Its API is in one region, far from most stacks.
    private static readonly TimeSpan CloudFrontTimeout = TimeSpan.FromSeconds(10);

    // A call for webhooks reads the secrets, posts for up to 15 s and hides what failed, within 28 s.
    private static readonly TimeSpan SecretTimeout = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan SqsTimeout = TimeSpan.FromSeconds(3);

    // A model writes for some seconds. The function that waits for it has a minute, in which another attempt has no room.
    private static readonly TimeSpan ModelTimeout = TimeSpan.FromSeconds(45);

    // Five attempts with the backoff of standard mode outlast a throttled second. A longer outage is up to the state machine's retriers,
    // whose waiting costs nothing. DynamoDB's own default would be eleven attempts.
    private const int MaxRetries = 4;

    private const string CannedRegion = "us-east-1";

    // Not the function's own, which a snapshot must not keep.
    private static BasicAWSCredentials CannedCredentials => new("canned", "canned");

    public static AmazonS3Client CreateS3() => new(CreateS3Config());

    /// <summary>Creates what announces failures on a topic.</summary>
    /// <param name="topic">ARN of the topic.</param>
    public static SnsFailureAnnouncer CreateFailureAnnouncer(string topic) =>
        new(new HttpClient { Timeout = SnsTimeout }, DefaultAWSCredentialsIdentityResolver.GetCredentials(), topic, TimeProvider.System);

    /// <summary>Creates what takes renditions out of a CloudFront distribution.</summary>
    /// <param name="distribution">Id of the distribution.</param>
    public static DistributionCache CreateDistributionCache(string distribution) =>
        new(new HttpClient { Timeout = CloudFrontTimeout }, DefaultAWSCredentialsIdentityResolver.GetCredentials(), distribution, TimeProvider.System);

    /// <summary>Creates what reads the secrets of webhooks.</summary>
    /// <param name="arn">ARN of a parameter of Systems Manager, or of a secret of Secrets Manager.</param>
    public static WebhookSecretStore CreateWebhookSecretStore(string arn) =>
        new(new HttpClient { Timeout = SecretTimeout }, DefaultAWSCredentialsIdentityResolver.GetCredentials(), arn, TimeProvider.System);

    /// <summary>Creates what hides messages of queues.</summary>
    public static MessageVisibility CreateMessageVisibility() =>
        new(new HttpClient { Timeout = SqsTimeout }, DefaultAWSCredentialsIdentityResolver.GetCredentials(), TimeProvider.System);

    /// <summary>Creates what asks models of Bedrock in the function's region.</summary>
    public static BedrockVisionModel CreateVisionModel() => new(
        new HttpClient { Timeout = ModelTimeout }, FallbackRegionFactory.GetRegionEndpoint(), DefaultAWSCredentialsIdentityResolver.GetCredentials(), TimeProvider.System);

    /// <summary>Creates a model whose answers are made inside the process; see <see cref="CannedServices"/>.</summary>
    public static BedrockVisionModel CreateCannedVisionModel() => new(
        new HttpClient(new CannedServices()), RegionEndpoint.GetBySystemName(CannedRegion), CannedCredentials, TimeProvider.System,
        AwsRestService.BedrockRuntime with { Endpoint = new("https://bedrock.invalid") });

    public static AmazonDynamoDBClient CreateDynamoDb() => new(CreateDynamoDbConfig());

    /// <summary>Creates a client of S3 whose requests are answered inside the process; see <see cref="CannedServices"/>.</summary>
    public static AmazonS3Client CreateCannedS3()
    {
        var config = CreateS3Config();
        (config.ServiceURL, config.AuthenticationRegion, config.HttpClientFactory) = ("https://s3.invalid", CannedRegion, new CannedServices.Factory());
        return new(CannedCredentials, config);
    }

    /// <summary>Creates a client of DynamoDB whose requests are answered inside the process; see <see cref="CannedServices"/>.</summary>
    public static AmazonDynamoDBClient CreateCannedDynamoDb()
    {
        var config = CreateDynamoDbConfig();
        (config.ServiceURL, config.AuthenticationRegion, config.HttpClientFactory) = ("https://dynamodb.invalid", CannedRegion, new CannedServices.Factory());
        return new(CannedCredentials, config);
    }

    /// <summary>Creates the configuration that <see cref="CreateS3"/> uses.</summary>
    public static AmazonS3Config CreateS3Config() => WithRetries(new AmazonS3Config { ConnectTimeout = ConnectTimeout, Timeout = S3Timeout });

    /// <summary>Creates the configuration that <see cref="CreateDynamoDb"/> uses.</summary>
    public static AmazonDynamoDBConfig CreateDynamoDbConfig() =>
        WithRetries(new AmazonDynamoDBConfig { ConnectTimeout = ConnectTimeout, Timeout = DynamoDbTimeout });

    private static TConfig WithRetries<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        // Not adaptive: that mode throttles by what one client sees, and each function instance has its own client.
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = MaxRetries;
        return config;
    }
}
