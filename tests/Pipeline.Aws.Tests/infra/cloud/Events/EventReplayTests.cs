using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Pipeline.Aws.Calls;
using Pipeline.Aws.Tests.Aws.Calls;
using Pipeline.Cloud.Events;
using Pipeline.Cloud.Stack;
using Pipeline.Terminal.Commands;

namespace Pipeline.Aws.Tests.Cloud.Events;

public sealed class EventReplayTests
{
    private const string Rule = "arn:aws:events:eu-central-1:123456789012:rule/image-pipeline-dev-uploads";
    private const string Archive = "arn:aws:events:eu-central-1:123456789012:archive/image-pipeline-dev-uploads";

    private static readonly DeployedStack Stack = new(
        "eu-central-1", "uploads", "renditions", "catalogue", "arn:aws:states:eu-central-1:123456789012:stateMachine:image-pipeline-dev", IsExpress: false, KeyPrefix: "")
    {
        EventRule = Rule,
        EventArchive = Archive,
    };

    [Fact]
    public async Task ReplayGoesThroughTheStacksRuleOnly()
    {
        await using var server = await SignedCallServer.StartAsync();
        using var http = new HttpClient();

        var name = await CreateReplay(server, http, Stack).StartAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1), CancellationToken.None);

        var (operation, request) = Assert.Single(server.Calls);
        Assert.Equal("AWSEvents.StartReplay", operation);
        Assert.Matches("^image-pipeline-dev-[0-9]{8}T[0-9]{6}$", name);
        Assert.Equal((name, Archive, 0, 3600), ((string)request["ReplayName"]!, (string)request["EventSourceArn"]!, (int)request["EventStartTime"]!, (int)request["EventEndTime"]!));
        Assert.True(JsonNode.DeepEquals(
            new JsonObject { ["Arn"] = "arn:aws:events:eu-central-1:123456789012:event-bus/default", ["FilterArns"] = new JsonArray(Rule) }, request["Destination"]));
    }

    [Fact]
    public async Task StackWithoutAnArchiveNamesTheSetting()
    {
        await using var server = await SignedCallServer.StartAsync();
        using var http = new HttpClient();

        var refused = await Assert.ThrowsAsync<UsageException>(() => CreateReplay(server, http, Stack with { EventArchive = "" })
            .StartAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1), CancellationToken.None));

        Assert.Contains("eventArchiveDays", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Calls);
    }

    private static EventReplay CreateReplay(SignedCallServer server, HttpClient http, DeployedStack stack) => new(
        new AwsJsonClient(http, server.Service, RegionEndpoint.EUCentral1, new BasicAWSCredentials(SignedCallServer.AccessKey, SignedCallServer.SecretKey), TimeProvider.System),
        stack,
        TimeProvider.System);
}
