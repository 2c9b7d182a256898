namespace Pipeline.Cloud.Costs;

/// <summary>A price of AWS.</summary>
/// <param name="Dollars">US dollars.</param>
/// <param name="Unit">What they buy.</param>
/// <param name="Source">AWS's page with the price.</param>
internal sealed record Price(decimal Dollars, string Unit, string Source);

/// <summary>AWS's list prices in one region on one day, without free tiers and discounts for volume.</summary>
internal static class Prices
{
    public const string Region = "us-east-1";

    public const string Date = "2026-11-21";

    private const string LambdaPage = "https://aws.amazon.com/lambda/pricing/";
    private const string StepFunctionsPage = "https://aws.amazon.com/step-functions/pricing/";
    private const string S3Page = "https://aws.amazon.com/s3/pricing/";
    private const string DynamoDbPage = "https://aws.amazon.com/dynamodb/pricing/on-demand/";
    private const string EventBridgePage = "https://aws.amazon.com/eventbridge/pricing/";
    private const string SnsPage = "https://aws.amazon.com/sns/pricing/";
    private const string CloudFrontPage = "https://aws.amazon.com/cloudfront/pricing/";
    private const string CloudWatchPage = "https://aws.amazon.com/cloudwatch/pricing/";

    public static readonly Price Transitions = PerMillion(25.00m, "state transitions", StepFunctionsPage);
    public static readonly Price ExpressRequests = PerMillion(1.00m, "Express executions", StepFunctionsPage);
    public static readonly Price ExpressDuration = PerMillion(16.67m, "GB-s of Express executions", StepFunctionsPage);
    public static readonly Price Calls = PerMillion(0.20m, "Lambda calls", LambdaPage);
    public static readonly Price ArmDuration = PerMillion(13.3334m, "GB-s on arm64", LambdaPage);
    public static readonly Price X86Duration = PerMillion(16.6667m, "GB-s on x86_64", LambdaPage);
    public static readonly Price ArmProvisionedDuration = PerMillion(7.7778m, "GB-s of calls in provisioned environments on arm64", LambdaPage);
    public static readonly Price X86ProvisionedDuration = PerMillion(9.7222m, "GB-s of calls in provisioned environments on x86_64", LambdaPage);
    public static readonly Price ArmProvisioned = PerMillion(3.3334m, "GB-s of provisioned environments on arm64", LambdaPage);
    public static readonly Price X86Provisioned = PerMillion(4.1667m, "GB-s of provisioned environments on x86_64", LambdaPage);
    public static readonly Price SnapStartCache = PerMillion(1.5046m, "GB-s of SnapStart's cache", LambdaPage);
    public static readonly Price SnapStartRestore = PerMillion(139.7998m, "GB restored from SnapStart's cache", LambdaPage);
    public static readonly Price Puts = PerMillion(5.00m, "PUT, COPY, POST and LIST requests", S3Page);
    public static readonly Price Gets = PerMillion(0.40m, "GET and HEAD requests", S3Page);
    public static readonly Price Tags = PerMillion(0.65m, "tags of objects for a month", S3Page);
    public static readonly Price ObjectStorage = new(0.023m, "GB for a month in S3", S3Page);
    public static readonly Price Writes = PerMillion(0.625m, "write units", DynamoDbPage);
    public static readonly Price Reads = PerMillion(0.125m, "read units", DynamoDbPage);
    public static readonly Price TableStorage = new(0.25m, "GB for a month in DynamoDB", DynamoDbPage);
    public static readonly Price TableBackup = new(0.20m, "GB for a month of point-in-time recovery", DynamoDbPage);
    public static readonly Price ServiceEvents = PerMillion(0.00m, "events of AWS services", EventBridgePage);
    public static readonly Price CustomEvents = PerMillion(1.00m, "events put on another bus", EventBridgePage);
    public static readonly Price ArchivedEvents = PerMillion(100m, "MB of archived events", EventBridgePage);
    public static readonly Price Announcements = PerMillion(0.50m, "messages published", SnsPage);
    public static readonly Price HttpApiRequests = PerMillion(1.00m, "requests of an HTTP API", "https://aws.amazon.com/api-gateway/pricing/");
    public static readonly Price CdnRequests = PerMillion(1.00m, "requests by HTTPS, North America and Europe", CloudFrontPage);
    public static readonly Price CdnTransfer = PerMillion(85m, "MB to the internet, North America and Europe", CloudFrontPage);
    public static readonly Price Invalidations = new(0.005m, "paths invalidated, after the first 1,000 of a month", CloudFrontPage);
    public static readonly Price QueueRequests = PerMillion(0.40m, "requests to SQS", "https://aws.amazon.com/sqs/pricing/");
    public static readonly Price InternetTraffic = new(0.09m, "GB sent to the internet", "https://aws.amazon.com/ec2/pricing/on-demand/");
    public static readonly Price Logs = PerMillion(500m, "MB of logs", CloudWatchPage);
    public static readonly Price Metrics = new(0.30m, "custom metrics for a month", CloudWatchPage);
    public static readonly Price Dashboards = new(3.00m, "dashboards for a month", CloudWatchPage);
    public static readonly Price Alarms = new(0.10m, "alarms for a month", CloudWatchPage);
    public static readonly Price Traces = PerMillion(5.00m, "traces recorded", "https://aws.amazon.com/xray/pricing/");
    public static readonly Price ScannedData = new(5.00m, "TB scanned by Athena", "https://aws.amazon.com/athena/pricing/");
    public static readonly Price ModelInput = OfTokens(0.06m, "read");
    public static readonly Price ModelOutput = OfTokens(0.24m, "written");
    public static readonly Price Keys = new(1.00m, "keys for a month", "https://aws.amazon.com/kms/pricing/");

    /// <summary>The price of a model's tokens; those of <see cref="ModelInput"/> and <see cref="ModelOutput"/> are of Amazon Nova Lite.</summary>
    /// <param name="dollars">US dollars for a million.</param>
    /// <param name="use"><c>read</c> or <c>written</c>.</param>
    public static Price OfTokens(decimal dollars, string use) => PerMillion(dollars, $"tokens {use} by the model", "https://aws.amazon.com/bedrock/pricing/");

    private static Price PerMillion(decimal dollars, string unit, string source) => new(dollars / 1_000_000, unit, source);
}
