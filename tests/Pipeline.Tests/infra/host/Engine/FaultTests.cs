using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Executions;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Store.Records;
using Pipeline.Imaging.Codecs;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Time;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Vips;

namespace Pipeline.Tests.Host.Engine;

/// <summary>Faults lead to retries, the failure path or rejections. Runs in virtual time, with faulty ports around real ones.</summary>
public sealed class FaultTests
{
    // A definition with one Task and predictable delays.
    private const string WithoutJitter = """
        {
          "StartAt": "Validate",
          "States": {
            "Validate": {
              "Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke",
              "Parameters": { "FunctionName": "validate", "Payload": { "execution.$": "$$.Execution.Id", "event.$": "$" } },
              "Retry": [{ "ErrorEquals": ["IOException"], "IntervalSeconds": 3, "MaxAttempts": 4, "BackoffRate": 2, "MaxDelaySeconds": 5, "JitterStrategy": "NONE" }],
              "End": true
            }
          }
        }
        """;

    private static readonly byte[] Content = SyntheticImages.Png(60, 40);

    [Fact]
    public async Task TransientFaultIsRetriedAfterTheDelaysOfTheDefinition()
    {
        await using var machine = new MachineUnderTest();
        machine.Store.BeforeRead = FailTimes(3, () => new IOException("The disk is asleep."));
        var journal = new InMemoryJournal();

        var result = await machine.RunAsync(await machine.UploadAsync("a.png", Content), journal, definition: WithoutJitter);

        Assert.Equal(ExecutionStatus.Succeeded, result.Status);
        // 3, 6 and 12 seconds, capped at 5.
        Assert.Equal([0, 3, 8, 13], FindScheduledTimes(journal, "Validate").Select(time => (time - MachineUnderTest.Noon).TotalSeconds));
    }

    [Fact]
    public async Task PipelineRetriesWithFullJitter()
    {
        await using var machine = new MachineUnderTest();
        machine.Store.BeforeRead = FailTimes(2, () => new IOException("The disk is asleep."));
        var journal = new InMemoryJournal();

        var result = await machine.RunAsync(await machine.UploadAsync("a.png", Content), journal, new Random(7));

        Assert.Equal(ExecutionStatus.Succeeded, result.Status);
        // Every execution has its own random source, seeded by the state machine's: up to 2, then up to 4 seconds.
        var drawn = new Random(new Random(7).Next());
        double[] delays = [drawn.NextDouble() * 2, drawn.NextDouble() * 4];
        var times = FindScheduledTimes(journal, "Validate").ToArray();
        Assert.Equal(3, times.Length);
        Assert.All(delays.Index(), delay => Assert.Equal(delay.Item, (times[delay.Index + 1] - times[delay.Index]).TotalSeconds, tolerance: 0.002));
        Assert.Equal("IOException", FindErrors(journal).Distinct().Single());
    }

    [Fact]
    public async Task PersistentFaultIsRecordedAndAnnouncedAndFailsTheExecution()
    {
        using var folder = new TemporaryFolder();
        using var time = new VirtualTimeProvider(MachineUnderTest.Noon, TimeSpan.FromMinutes(2));
        var codec = new FaultyCodec(new VipsCodec()) { BeforeEncode = () => throw new InvalidDataException("The encoder is out of order.") };
        await using var pipeline = LocalPipeline.Open(new(folder.Path, RenditionSet.Default), codec, (_, _) => { }, time);

        var submission = await pipeline.UploadAsync("a.png", new MemoryStream(Content), CancellationToken.None);
        var outcome = await submission.Completion;

        Assert.Equal(("failed", "InvalidDataException", "The encoder is out of order."), (outcome.Name, outcome.Reason?.Code, outcome.Reason?.Message));
        Assert.Equal(ImageStatus.Failed, outcome.Record!.Status);
        Assert.Equal(outcome.Reason, outcome.Record.Reason);
        Assert.Null(outcome.Record.Current);

        var arn = PipelineDefinition.ExecutionArn(outcome.Execution!);
        var execution = await pipeline.Store.Executions.GetAsync(arn, CancellationToken.None);
        Assert.Equal((RecordedStatus.Failed, "InvalidDataException"), (execution!.Status, execution.Error));
        Assert.Contains("The encoder is out of order.", execution.Cause, StringComparison.Ordinal);

        var record = Assert.Single(await pipeline.Store.Announcements.ListAsync(null, null, false, 10, CancellationToken.None));
        Assert.Equal(AnnouncementTopic.Failure, record.Topic);
        var announcement = JsonSerializer.Deserialize(record.Message, PipelineJson.Default.Announcement)!;
        Assert.Equal(
            ("failed", "uploads/a.png", "InvalidDataException", arn), (announcement.Outcome, announcement.ImageId, announcement.Error, announcement.Execution));
        Assert.Contains("The encoder is out of order.", announcement.Cause, StringComparison.Ordinal);

        // One rendition: an attempt and 3 retries, twice, because the Map is retried once. All delays stay within their caps.
        Assert.InRange(outcome.Duration, TimeSpan.Zero, TimeSpan.FromSeconds(2 * (2 + 4 + 8) + 2));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder.Path, "renditions"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task CorruptPixelsAreRejectedWithoutRetry()
    {
        await using var machine = new MachineUnderTest();
        machine.Codec.BeforeDecode = () => throw new CorruptImageException("The pixels end early.");
        var journal = new InMemoryJournal();

        var result = await machine.RunAsync(await machine.UploadAsync("a.png", Content), journal);

        Assert.Equal(ExecutionStatus.Succeeded, result.Status);
        Assert.Equal("AnnounceRejection", (string?)journal.Events.Last(@event => @event.Type == "TaskStateExited").Details!["name"]);
        var record = (await machine.Local.Catalogue.GetAsync("uploads/a.png", CancellationToken.None))!.Record;
        Assert.Equal((ImageStatus.Rejected, ReasonCodes.CorruptImage), (record.Status, record.Reason!.Code));
        Assert.Contains("The pixels end early.", record.Reason.Message, StringComparison.Ordinal);
        // The Map ran once, each rendition was tried at most once, and there was no delay.
        Assert.Single(journal.Events, @event => @event.Type == "MapStateStarted");
        Assert.InRange(FindScheduledTimes(journal, "Resize").Count(), 1, 5);
        Assert.Equal(MachineUnderTest.Noon, journal.Events[^1].Timestamp);
        Assert.Equal(AnnouncementTopic.Failure, Assert.Single(await machine.Local.Announcements.ListAsync(null, null, false, 10, default)).Topic);
    }

    [Fact]
    public async Task UploadWaitsWhileItsRenditionsAreBeingRemoved()
    {
        await using var machine = new MachineUnderTest();
        await machine.RunAsync(await machine.UploadAsync("a.png", Content), new InMemoryJournal());
        var (removing, mayRemove) = (new TaskCompletionSource(), new TaskCompletionSource());
        machine.Store.BeforeRemove = () =>
        {
            removing.TrySetResult();
            return mayRemove.Task;
        };

        var deletion = machine.RunAsync((await machine.Local.Uploads.DeleteAsync("a.png", default))!, new InMemoryJournal());
        await removing.Task;
        var journal = new ObservedJournal(@event =>
        {
            if ((string?)@event.Details?["error"] == nameof(RenditionsBeingRemovedException))
            {
                mayRemove.TrySetResult();
            }
        });
        var result = await machine.RunAsync(await machine.UploadAsync("a.png", Content), journal);
        await deletion;

        Assert.Equal(ExecutionStatus.Succeeded, result.Status);
        Assert.Equal([nameof(RenditionsBeingRemovedException)], FindErrors(journal.Inner));
        var record = (await machine.Local.Catalogue.GetAsync("uploads/a.png", default))!.Record;
        Assert.Equal((ImageStatus.Ready, 5), (record.Status, record.Current!.Renditions.Count));
        Assert.All(record.Current.Renditions, rendition => Assert.True(File.Exists(machine.Local.Images.GetRenditionPath(rendition.Key))));
    }

    private static Action FailTimes(int count, Func<Exception> fault) => () =>
    {
        if (count-- > 0)
        {
            throw fault();
        }
    };

    private static IEnumerable<DateTimeOffset> FindScheduledTimes(InMemoryJournal journal, string state)
    {
        var entered = journal.Events.Where(@event => @event.Type == "TaskStateEntered" && (string?)@event.Details!["name"] == state).Select(@event => @event.Id).ToHashSet();
        foreach (var @event in journal.Events)
        {
            // Each event of a state has the previous one as its predecessor.
            if (entered.Contains(@event.PreviousEventId) && !@event.Type.EndsWith("StateExited", StringComparison.Ordinal))
            {
                entered.Add(@event.Id);
                if (@event.Type == "TaskScheduled")
                {
                    yield return @event.Timestamp;
                }
            }
        }
    }

    private static IEnumerable<string?> FindErrors(InMemoryJournal journal) =>
        journal.Events.Where(@event => @event.Type == "TaskFailed").Select(@event => (string?)@event.Details!["error"]);

    private sealed class ObservedJournal(Action<HistoryEvent> observe) : IExecutionJournal
    {
        public InMemoryJournal Inner { get; } = new();

        public async ValueTask AppendAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken)
        {
            await Inner.AppendAsync(events, cancellationToken);
            foreach (var @event in events)
            {
                observe(@event);
            }
        }
    }
}
