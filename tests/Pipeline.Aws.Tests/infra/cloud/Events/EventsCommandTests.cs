using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Pipeline.Aws.Tests.Aws.Emulators;
using Pipeline.Core.Deployment;
using Pipeline.Core.Events;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Testing.Emulators;
using Pipeline.Testing.Events;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Programs;

namespace Pipeline.Aws.Tests.Cloud.Events;

/// <summary>The real program with an SQS emulator and a Step Functions server.</summary>
[Collection(Emulated.ByFauxqs)]
public sealed class EventsCommandTests(Fauxqs fauxqs) : IAsyncLifetime
{
    private readonly TemporaryStore _store = new();
    private StepFunctionsServer _stepFunctions = null!;
    private AmazonSQSClient _sqs = null!;
    private PipelineProgram _cloud = null!;
    private string _queue = "";

    public async Task InitializeAsync()
    {
        fauxqs.SkipIfUnavailable();
        _stepFunctions = new(_store.Store);
        _sqs = new(new BasicAWSCredentials("test", "test"), new AmazonSQSConfig { ServiceURL = fauxqs.Address, AuthenticationRegion = "us-east-1" });
        _queue = (await _sqs.CreateQueueAsync($"dead-letters-{Guid.NewGuid():N}")).QueueUrl;
        _cloud = new("pipeline-cloud.dll", new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = _stepFunctions.Address,
            ["AWS_ENDPOINT_URL_SQS"] = fauxqs.Address,
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
        });
        _cloud.Write("outputs.json", Outputs(_queue));
    }

    public async Task DisposeAsync()
    {
        _cloud?.Dispose();
        _sqs?.Dispose();
        if (_stepFunctions is not null)
        {
            await _stepFunctions.DisposeAsync();
        }

        await _store.DisposeAsync();
    }

    [Fact]
    public async Task ListShowsEveryEventAndChangesNothing()
    {
        for (var number = 0; number < 23; number++)
        {
            await SendAsync(ReadEvent($"photos/{number:00}.jpg", $"event-{number:00}").ToJsonString());
        }

        var first = await RunAsync("events", "list", "--json");
        var second = await RunAsync("events", "list", "--json");
        var limited = await RunAsync("events", "list", "--limit", "5");

        var expected = Enumerable.Range(0, 23).Select(number => $"uploads/photos/{number:00}.jpg").ToArray();
        Assert.Equal(expected, first.Objects.Select(line => (string?)line["imageId"]).Order());
        Assert.Equal(expected, second.Objects.Select(line => (string?)line["imageId"]).Order());
        Assert.All(first.Objects, line => Assert.Equal(("NO_PERMISSIONS: not authorised", null), ((string?)line["error"], (string?)line["problem"])));
        Assert.Equal(5, limited.Output.Count);
        Assert.Equal(23, (await ReceiveAllAsync()).Count);
        Assert.Empty(_stepFunctions.Calls);
    }

    [Fact]
    public async Task RedriveStartsEveryEventOnceUnderItsIdAndEmptiesTheQueue()
    {
        var events = Enumerable.Range(0, 12).Select(number => ReadEvent($"photos/{number:00}.jpg", $"event-{number:00}").ToJsonString()).ToArray();
        foreach (var @event in events.Append(events[0]))
        {
            await SendAsync(@event);
        }

        var run = await RunAsync("events", "redrive");

        Assert.Equal("12 started, 1 started before, 0 left in the queue", run.Output[^1]);
        Assert.Equal(13, _stepFunctions.Calls.Count);
        Assert.All(_stepFunctions.Calls, call =>
        {
            var input = (string)call.Request["input"]!;
            Assert.Contains(input, events);
            Assert.Equal((string?)JsonNode.Parse(input)!["id"], (string?)call.Request["name"]);
            Assert.Equal(PipelineDefinition.StateMachineArn, (string?)call.Request["stateMachineArn"]);
        });
        Assert.Empty(await ReceiveAllAsync());
    }

    [Fact]
    public async Task DryRunStartsAndDeletesNothing()
    {
        await SendAsync(ReadEvent("photos/a.jpg", "event-a").ToJsonString());

        var run = await RunAsync("events", "redrive", "--dry-run");

        Assert.Contains(run.Output, line => line.Contains("uploads/photos/a.jpg  would start event-a", StringComparison.Ordinal));
        Assert.Empty(_stepFunctions.Calls);
        Assert.Single(await ReceiveAllAsync());
    }

    [Fact]
    public async Task MessagesThatAreNoEventsOfTheStackAreNamedAndStay()
    {
        await SendAsync("no JSON");
        await SendAsync("""{"id":"x","detail-type":"Scheduled Event","source":"aws.events","detail":{}}""");
        await SendAsync("[1]");
        await SendAsync(SampleEvents.Read("created-other-bucket.json").ToJsonString());
        await SendAsync(SampleEvents.Read("deleted-lifecycle-old-version.json").ToJsonString());
        await SendAsync(ReadEvent("photos/a.jpg", "event-a").ToJsonString());

        var run = await _cloud.RunAsync("events", "redrive", "--outputs", "outputs.json");

        run.AssertExit(1);
        Assert.Equal("1 started, 0 started before, 5 left in the queue", run.Output[^1]);
        Assert.Equal(3, run.Output.Count(line => line.Contains("message ", StringComparison.Ordinal) && line.EndsWith("left: it is not an event of S3", StringComparison.Ordinal)));
        Assert.Equal(2, run.Output.Count(line => line.EndsWith("left: the stack's rules do not route this event to the state machine", StringComparison.Ordinal)));
        Assert.Equal(5, (await ReceiveAllAsync()).Count);
    }

    [Fact]
    public async Task MessageWhoseExecutionCannotBeStartedStaysVisible()
    {
        _stepFunctions.RefusedName = "event-refused";
        await SendAsync(ReadEvent("photos/refused.jpg", "event-refused").ToJsonString());

        var run = await _cloud.RunAsync("events", "redrive", "--outputs", "outputs.json");

        run.AssertExit(1);
        Assert.Contains("AccessDenied", run.Errors, StringComparison.Ordinal);
        Assert.Single(await ReceiveAllAsync());
    }

    [Fact]
    public async Task StackOfAnOlderVersionIsExplained()
    {
        _cloud.Write("older.json", Outputs(queue: ""));

        var run = await _cloud.RunAsync("events", "list", "--outputs", "older.json");

        run.AssertUsageError("pulumi up");
    }

    [Theory]
    [InlineData("2026-11-21T10:00:00Z", "2026-11-21T09:00:00Z", "before --to")]
    [InlineData("yesterday", "2026-11-21T09:00:00Z", "date and time")]
    [InlineData("2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z", "eventArchiveDays")]
    public async Task ReplayThatIsNotPossibleIsRefused(string from, string to, string words)
    {
        var run = await _cloud.RunAsync("events", "replay", "--from", from, "--to", to, "--outputs", "outputs.json");

        run.AssertUsageError(words);
    }

    private static JsonNode ReadEvent(string key, string id)
    {
        var @event = SampleEvents.Read("created-put-object.json");
        (@event["id"], @event["detail"]!["object"]!["key"]) = (id, key);
        return @event;
    }

    private Task<SendMessageResponse> SendAsync(string body) => _sqs.SendMessageAsync(new SendMessageRequest
    {
        QueueUrl = _queue,
        MessageBody = body,
        MessageAttributes = new()
        {
            ["ERROR_CODE"] = new() { DataType = "String", StringValue = "NO_PERMISSIONS" },
            ["ERROR_MESSAGE"] = new() { DataType = "String", StringValue = "not authorised" },
        },
    });

    /// <summary>What is visible in the queue.</summary>
    private async Task<IReadOnlyList<string>> ReceiveAllAsync()
    {
        var bodies = new List<string>();
        while ((await _sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = _queue, MaxNumberOfMessages = 10 })).Messages is { Count: > 0 } messages)
        {
            bodies.AddRange(messages.Select(message => message.Body));
        }

        return bodies;
    }

    private async Task<ProgramRun> RunAsync(params string[] arguments)
    {
        var run = await _cloud.RunAsync([.. arguments, "--outputs", "outputs.json"]);
        run.AssertExit(0);
        return run;
    }

    private static string Outputs(string queue) => OutputsUnderTest.Create(
        (StackOutputs.EventDeadLetters, queue),
        (StackOutputs.EventPatterns, OutputsUnderTest.CreatePatterns(new KeyFilter())),
        (StackOutputs.EventRule, "arn:aws:events:us-east-1:123456789012:rule/image-pipeline-dev-uploads"),
        (StackOutputs.EventArchive, ""));
}
