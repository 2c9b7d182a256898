using System.Text;
using System.Text.Json;
using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Reconciliation;
using Pipeline.Imaging.Formats;
using Pipeline.Lambda;
using Pipeline.Reconcile;
using Pipeline.Testing.Events;
using Pipeline.Testing.Hosts;

namespace Pipeline.Aws.Tests.Reconcile;

public sealed class ReconcileFunctionTests : IAsyncLifetime
{
    private readonly TemporaryStore _local = new();
    private readonly LogLines _lines = new();
    private readonly Topic _topic = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _lines.Dispose();
        await _local.DisposeAsync();
    }

    /// <summary>Source: AWS Step Functions Developer Guide, "Step Functions Execution Status Change", shortened.</summary>
    [Fact]
    public async Task EndOfAnExecutionIsReadFromItsEvent()
    {
        var input = JsonSerializer.Serialize(ImageEvents.Created("a.jpg", "5"), PipelineJson.Default.ImageEvent);
        var response = await CallAsync($$"""
            {
              "version": "0", "id": "315c1398-40ff-a850-213b-158f73e60175", "detail-type": "Step Functions Execution Status Change",
              "source": "aws.states", "account": "123456789012", "time": "2026-03-01T12:00:00Z", "region": "eu-central-1", "resources": ["arn:mine"],
              "detail": {
                "executionArn": "arn:mine", "stateMachineArn": "arn:machine", "name": "mine", "status": "TIMED_OUT",
                "startDate": 1772366400000, "stopDate": 1772366500000, "input": {{JsonSerializer.Serialize(input)}}, "output": null,
                "inputDetails": { "included": true }, "outputDetails": null, "error": null, "cause": null
              }
            }
            """);

        Assert.Equal(["uploads/a.jpg"], response.Failed);
        Assert.Equal("ExecutionTimedOut", (await _local.Store.Catalogue.GetAsync("uploads/a.jpg", CancellationToken.None))!.Record.Reason!.Code);
        Assert.Equal("arn:mine", Assert.Single(_topic.Announcements).Execution);
        var line = _lines.Read()[^1];
        Assert.Equal(("failed", "uploads/a.jpg", "arn:mine"), ((string?)line["outcome"], (string?)line["imageId"], (string?)line["execution"]));
    }

    [Fact]
    public async Task ScheduleReconcilesExpiredClaims()
    {
        foreach (var key in new[] { "a.jpg", "b.jpg" })
        {
            var transition = new Transition(ImageEvents.Created(key, "5"), $"arn:{key}", _local.Time.Now.AddDays(-1));
            await new EntryWriter(_local.Store.Catalogue).UpdateAsync($"uploads/{key}", entry => transition.Claim(entry, $"{key}/"), CancellationToken.None);
        }

        const string Scheduled = """
            {
              "version": "0", "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa", "detail-type": "Scheduled Event", "source": "aws.events",
              "account": "123456789012", "time": "2026-03-01T12:00:00Z", "region": "eu-central-1", "resources": ["arn:rule"], "detail": {}
            }
            """;
        var first = await CallAsync(Scheduled);
        var second = await CallAsync(Scheduled);

        Assert.Equal(["uploads/a.jpg", "uploads/b.jpg"], first.Failed.Order());
        Assert.Empty(second.Failed);
        Assert.Equal(2, _topic.Announcements.Count);
        var lines = _lines.Read();
        Assert.StartsWith("2 images failed: uploads/", (string?)lines[^2]["warning"], StringComparison.Ordinal);
        Assert.Equal("nothing to do", (string?)lines[^1]["outcome"]);
    }

    [Fact]
    public async Task SweepRemovesReplacedRenditions()
    {
        foreach (var prefix in new[] { "a/", "b/" })
        {
            var transition = new Transition(ImageEvents.Created("a.jpg", "5"), "arn:a", _local.Time.Now.AddDays(-8));
            var version = new ImageVersion("sha", "set", prefix, ImageFormat.Png, 1, 1, 1, 1, null, []);
            await _local.Store.Images.WriteRenditionAsync(new($"{prefix}small.webp", "image/webp", "sha", new byte[] { 1 }), CancellationToken.None);
            await new EntryWriter(_local.Store.Catalogue).UpdateAsync(
                "uploads/a.jpg", entry => transition.Publish(transition.Claim(entry, prefix), version, TimeSpan.FromDays(7)), CancellationToken.None);
        }

        // The constant input of the schedule's target.
        var response = await CallAsync("""{"detail":null,"sweep":true}""");

        Assert.Equal((1, 0), (response.Removed, response.Failed.Count));
        Assert.Empty(await _local.Store.Images.ListRenditionsAsync("a/", CancellationToken.None));
        Assert.Single(await _local.Store.Images.ListRenditionsAsync("b/", CancellationToken.None));
        Assert.Equal("removed", (string?)_lines.Read()[^1]["outcome"]);
    }

    private Task<ReconcileResponse> CallAsync(string @event)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(@event));
        var (catalogue, images) = (_local.Store.Catalogue, _local.Store.Images);
        var logic = new ReconcileLogic(new(catalogue, _topic, _local.Time), new(catalogue, images, _local.Time));
        return new ReconcileFunction(logic, _lines.CreateCalls("reconcile"))
            .Reconcile(new PipelineSerializer().Deserialize<ReconcileRequest>(stream), LogLines.CreateContext());
    }

    private sealed class Topic : IFailureAnnouncer
    {
        public List<Announcement> Announcements { get; } = [];

        public Task AnnounceAsync(Announcement announcement, CancellationToken cancellationToken)
        {
            Announcements.Add(announcement);
            return Task.CompletedTask;
        }
    }
}
