using System.Text.Json.Nodes;
using Amazon.Runtime;
using Pipeline.Aws.Calls;
using Pipeline.Aws.Tests.Aws.Calls;
using Pipeline.Core.Webhooks;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Aws;

public sealed class WebhookSecretStoreTests : IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string ParameterArn = "arn:aws:ssm:eu-central-1:123456789012:parameter/hooks";
    private const string SecretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:hooks-a1b2c3";

    private readonly HttpClient _http = new();
    private readonly ManualTimeProvider _time = new() { Now = DateTimeOffset.UtcNow };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task ParameterIsReadByItsArnAndDecrypted()
    {
        await using var server = await StartAsync(AwsJsonService.Parameters, Secret);
        using var store = Create(ParameterArn, server);

        Assert.Equal(1, (await store.GetAsync(CancellationToken.None)).Count);

        var (operation, request) = Assert.Single(server.Calls);
        Assert.Equal(("AmazonSSM.GetParameter", ParameterArn, true), (operation, (string?)request["Name"], (bool)request["WithDecryption"]!));
    }

    [Fact]
    public async Task SecretOfSecretsManagerIsReadByItsArn()
    {
        await using var server = await StartAsync(AwsJsonService.Secrets, $"{Secret} {Secret}");
        using var store = Create(SecretArn, server);

        Assert.Equal(2, (await store.GetAsync(CancellationToken.None)).Count);

        var (operation, request) = Assert.Single(server.Calls);
        Assert.Equal(("secretsmanager.GetSecretValue", SecretArn), (operation, (string?)request["SecretId"]));
    }

    [Fact]
    public async Task SecretIsReadAgainAfterFiveMinutes()
    {
        await using var server = await StartAsync(AwsJsonService.Parameters, Secret);
        using var store = Create(ParameterArn, server);

        await store.GetAsync(CancellationToken.None);
        _time.Now += TimeSpan.FromMinutes(4.9);
        await store.GetAsync(CancellationToken.None);
        Assert.Single(server.Calls);
        server.Body = BodyOf(AwsJsonService.Parameters, $"{Secret} {Secret}");
        _time.Now += TimeSpan.FromMinutes(0.2);

        Assert.Equal(2, (await store.GetAsync(CancellationToken.None)).Count);
    }

    [Fact]
    public async Task SecretThatCannotBeReadAgainIsUsedForAnHour()
    {
        await using var server = await StartAsync(AwsJsonService.Parameters, Secret);
        using var store = Create(ParameterArn, server);
        await store.GetAsync(CancellationToken.None);
        for (var i = 0; i < 2; i++)
        {
            server.Failures.Enqueue((400, """{"__type":"AccessDeniedException","message":"not allowed"}"""));
        }

        _time.Now += TimeSpan.FromMinutes(59);
        Assert.Equal(1, (await store.GetAsync(CancellationToken.None)).Count);
        _time.Now += TimeSpan.FromMinutes(2);
        await Assert.ThrowsAsync<AmazonServiceException>(() => store.GetAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("")]
    public async Task TextThatIsNoSecretIsRefusedWithoutNamingIt(string text)
    {
        await using var server = await StartAsync(AwsJsonService.Parameters, text);
        using var store = Create(ParameterArn, server);

        var exception = await Assert.ThrowsAsync<InvalidWebhookSecretException>(() => store.GetAsync(CancellationToken.None));

        Assert.DoesNotContain("hunter2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherArnsAreRefused()
    {
        using var store = new WebhookSecretStore(_http, Credentials, "arn:aws:s3:::bucket", _time);

        await Assert.ThrowsAsync<ArgumentException>(() => store.GetAsync(CancellationToken.None));
    }

    private static BasicAWSCredentials Credentials => new(SignedCallServer.AccessKey, SignedCallServer.SecretKey);

    private WebhookSecretStore Create(string arn, SignedCallServer server) => new(_http, Credentials, arn, _time, server.Service, server.Service);

    private static async Task<SignedCallServer> StartAsync(AwsJsonService service, string text)
    {
        var server = await SignedCallServer.StartAsync(service);
        server.Body = BodyOf(service, text);
        return server;
    }

    private static string BodyOf(AwsJsonService service, string text) => service == AwsJsonService.Parameters
        ? new JsonObject { ["Parameter"] = new JsonObject { ["Value"] = text } }.ToJsonString()
        : new JsonObject { ["SecretString"] = text }.ToJsonString();
}
