using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Pipeline.Aws.Calls;

namespace Pipeline.Aws.Tests.Aws.Calls;

public sealed class AwsJsonClientTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private SignedCallServer _server = null!;

    public async Task InitializeAsync() => _server = await SignedCallServer.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task CallIsSignedAndItsAnswerReturned()
    {
        var answer = await CallAsync(new BasicAWSCredentials(SignedCallServer.AccessKey, SignedCallServer.SecretKey));

        Assert.Equal("STARTING", (string?)answer["State"]);
        var (operation, request) = Assert.Single(_server.Calls);
        Assert.Equal(("AWSEvents.StartReplay", "ü"), (operation, (string?)request["ReplayName"]));
        Assert.Null(_server.Token);
    }

    [Fact]
    public async Task SessionTokenIsSentAndSigned()
    {
        await CallAsync(new SessionAWSCredentials(SignedCallServer.AccessKey, SignedCallServer.SecretKey, "session"));

        Assert.Equal("session", _server.Token);
    }

    [Fact]
    public async Task WrongKeyIsRefusedOnce()
    {
        var refused = await Assert.ThrowsAsync<AmazonServiceException>(() => CallAsync(new BasicAWSCredentials(SignedCallServer.AccessKey, "another")));

        Assert.Equal(("InvalidSignatureException", "events:StartReplay: The signature does not match."), (refused.ErrorCode, refused.Message));
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task ThrottledCallsAndFaultsAreRetried()
    {
        _server.Failures.Enqueue((400, """{"__type":"com.amazonaws.events#ThrottlingException","message":"slow down"}"""));
        _server.Failures.Enqueue((503, "busy"));

        var answer = await CallAsync(new BasicAWSCredentials(SignedCallServer.AccessKey, SignedCallServer.SecretKey));

        Assert.Equal("STARTING", (string?)answer["State"]);
        Assert.Equal(3, _server.Calls.Count);
    }

    [Fact]
    public async Task ErrorHasItsCodeAndIsNotRetried()
    {
        _server.Failures.Enqueue((400, """{"__type":"com.amazonaws.events#ResourceNotFoundException","message":"no such archive"}"""));

        var missing = await Assert.ThrowsAsync<AmazonServiceException>(
            () => CallAsync(new BasicAWSCredentials(SignedCallServer.AccessKey, SignedCallServer.SecretKey)));

        Assert.Equal(("ResourceNotFoundException", "events:StartReplay: no such archive"), (missing.ErrorCode, missing.Message));
        Assert.Single(_server.Calls);
    }

    [Fact]
    public void EndpointIsThatOfTheRegionsPartition()
    {
        Assert.Equal("https://events.eu-central-1.amazonaws.com/", AwsJsonService.EventBridge.FindEndpoint(RegionEndpoint.EUCentral1).AbsoluteUri);
        Assert.Equal("https://events.cn-north-1.amazonaws.com.cn/", AwsJsonService.EventBridge.FindEndpoint(RegionEndpoint.CNNorth1).AbsoluteUri);
    }

    private Task<JsonObject> CallAsync(AWSCredentials credentials) =>
        new AwsJsonClient(_http, _server.Service, RegionEndpoint.EUCentral1, credentials, TimeProvider.System)
            .CallAsync("StartReplay", new JsonObject { ["ReplayName"] = "ü" }, CancellationToken.None);
}
