using System.Text.Json.Nodes;
using Pipeline.EventPatterns;
using Pipeline.Testing.Events;

namespace Pipeline.Aws.Tests.Infra.Components;

/// <summary>The deployed rules route every sample event as the index of samples says, and so as the local host does.</summary>
public sealed class EventRoutingTests
{
    private static readonly JsonArray Suffixes = SampleEvents.Index["filter"]!["suffixes"]!.AsArray();

    [Fact]
    public async Task SampleEventsStartExecutionsAsTheIndexSays() => AssertRouted(await MockedStack.CreateAsync(
        new Dictionary<string, string> { ["uploadsBucket"] = Bucket }), "matches");

    [Fact]
    public async Task FilteredSampleEventsStartExecutionsAsTheIndexSays() => AssertRouted(await MockedStack.CreateAsync(new Dictionary<string, string>
    {
        ["uploadsBucket"] = Bucket,
        ["keyPrefix"] = (string)SampleEvents.Index["filter"]!["prefix"]!,
        ["keySuffixes"] = Suffixes.ToJsonString(),
    }), "matchesFiltered");

    /// <summary>With <c>keepRenditions</c>, only what people and programs delete starts executions.</summary>
    [Fact]
    public async Task ExpiredOriginalsStartNothingIfTheirRenditionsAreKept()
    {
        var stack = await MockedStack.CreateAsync(new Dictionary<string, string> { ["uploadsBucket"] = Bucket, ["expiredOriginals"] = "keepRenditions" });

        var expirations = 0;
        Assert.All(SampleEvents.Entries, entry =>
        {
            var (file, @event) = ((string)entry["file"]!, SampleEvents.Read((string)entry["file"]!));
            var isExpiration = (string?)@event["detail"]!["reason"] == "Lifecycle Expiration";
            expirations += isExpiration ? 1 : 0;
            Assert.True(((bool)entry["matches"]! && !isExpiration) == StartsExecution(stack, @event), file);
        });
        Assert.Equal(4, expirations);
    }

    [Fact]
    public async Task EventsOfANewBucketAreRoutedByItsName()
    {
        var stack = await MockedStack.CreateAsync(MockedStack.Defaults);

        var rule = Assert.Single(UploadRules(stack));
        Assert.Equal(stack.Outputs["uploadsBucket"], (string?)rule.ParseJson("eventPattern")["detail"]!["bucket"]!["name"]![0]);
    }

    [Theory]
    [MemberData(nameof(MockedStack.Configurations), MemberType = typeof(MockedStack))]
    public async Task EveryTargetOfAnUploadRetriesForADayAndHasADeadLetterQueue(string configuration)
    {
        var stack = await MockedStack.CreateAsync(configuration);

        Assert.All(stack.OfType("aws:cloudwatch/eventTarget:EventTarget").Where(target => target.Name is "start" or "bus"), target =>
        {
            Assert.Equal(86_400, (int)(double)target.Inputs["retryPolicy"]!["maximumEventAgeInSeconds"]!);
            Assert.Equal(185, (int)(double)target.Inputs["retryPolicy"]!["maximumRetryAttempts"]!);
            Assert.Contains("events-dead-letters", (string)target.Inputs["deadLetterConfig"]!["arn"]!, StringComparison.Ordinal);
            Assert.NotNull(target.Inputs["roleArn"]);
        });
    }

    private static IEnumerable<RequestedResource> UploadRules(MockedStack stack) => stack.OfType("aws:cloudwatch/eventRule:EventRule")
        .Where(rule => rule.Name.StartsWith($"{MockedStack.Name}-uploads", StringComparison.Ordinal));

    private static string Bucket => (string)SampleEvents.Index["bucket"]!;

    private static void AssertRouted(MockedStack stack, string expectation)
    {
        Assert.All(SampleEvents.Entries, entry =>
        {
            var file = (string)entry["file"]!;
            Assert.True((bool)entry[expectation]! == StartsExecution(stack, SampleEvents.Read(file)), file);
        });
        Assert.Contains(SampleEvents.Entries, entry => (bool)entry[expectation]!);
        Assert.Contains(SampleEvents.Entries, entry => !(bool)entry[expectation]!);
    }

    /// <summary>Follows the event from the default bus, rule by rule, through any bus in between.</summary>
    private static bool StartsExecution(MockedStack stack, JsonNode @event)
    {
        var queue = new Queue<string>([""]);
        while (queue.TryDequeue(out var bus))
        {
            foreach (var rule in UploadRules(stack)
                .Where(rule => (string?)rule.Inputs["eventBusName"] is var on && (on ?? "") == bus)
                .Where(rule => EventPattern.Parse((string)rule.Inputs["eventPattern"]!).Matches(@event)))
            {
                foreach (var target in stack.OfType("aws:cloudwatch/eventTarget:EventTarget").Where(target =>
                    (string?)target.Inputs["rule"] == (string?)rule.Inputs["name"] && ((string?)target.Inputs["eventBusName"] ?? "") == bus))
                {
                    var arn = (string)target.Inputs["arn"]!;
                    if (arn == stack.Outputs["stateMachine"])
                    {
                        return true;
                    }

                    queue.Enqueue(arn[(arn.LastIndexOf('/') + 1)..]);
                }
            }
        }

        return false;
    }
}
