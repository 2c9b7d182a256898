using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;
using Pipeline.Core.Events;
using Pipeline.Core.Persisting;
using Pipeline.Core.Reconciliation;
using Pipeline.Host.Store.Catalogue;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Events;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Core.Reconciliation;

public sealed class ClaimReconcilerTests : IAsyncLifetime
{
    private const string Dead = "arn:dead";

    private readonly TemporaryStore _local = new();
    private readonly Topic _topic = new();
    private readonly HashSet<string> _running = [];

    private LocalImageCatalogue Catalogue => _local.Store.Catalogue;

    private DateTimeOffset Now => _local.Time.Now;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public async Task UploadOfAnExpiredClaimFailsAndIsAnnouncedOnce()
    {
        await ClaimAsync("a.jpg", "5", Dead);
        _local.Time.Now += Lifetime;

        var first = await SweepAsync();
        var second = await SweepAsync();

        Assert.Equal(["uploads/a.jpg"], first.Failed);
        Assert.Empty(second.Failed);
        var entry = await GetAsync("a.jpg");
        Assert.Equal((ImageStatus.Failed, "ExecutionExpired", Dead, "5"), (entry.Record.Status, entry.Record.Reason!.Code, entry.Record.Execution, entry.Record.Sequencer));
        Assert.Null(entry.Unannounced);
        var announcement = Assert.Single(_topic.Announcements);
        Assert.Equal(("failed", "uploads/a.jpg", Dead, "ExecutionExpired"), (announcement.Outcome, announcement.ImageId, announcement.Execution, announcement.Error));
    }

    [Fact]
    public async Task ClaimThatHasNotExpiredIsLeftAlone()
    {
        await ClaimAsync("a.jpg", "5", Dead);
        _local.Time.Now += Lifetime - TimeSpan.FromSeconds(1);

        Assert.Empty((await SweepAsync()).Failed);

        Assert.Equal(ImageStatus.Processing, (await GetAsync("a.jpg")).Record.Status);
    }

    [Fact]
    public async Task NewUploadOfAReadyImageFailsAndLeavesTheLastGoodVersionCurrent()
    {
        await PublishAsync("a.jpg", "4", "arn:first");
        await ClaimAsync("a.jpg", "5", Dead);
        _local.Time.Now += Lifetime;

        Assert.Equal(["uploads/a.jpg"], (await SweepAsync()).Failed);

        var record = (await GetAsync("a.jpg")).Record;
        Assert.Equal((ImageStatus.Failed, "a.jpg/4/"), (record.Status, record.Current!.Prefix));
    }

    [Fact]
    public async Task NewerVersionIsNeverOverwritten()
    {
        await ClaimAsync("a.jpg", "5", Dead);
        await PublishAsync("a.jpg", "6", "arn:newer");
        _local.Time.Now += Lifetime;

        var response = await SweepAsync();

        Assert.Equal((0, 1), (response.Failed.Count, response.Settled));
        Assert.Equal((ImageStatus.Ready, "arn:newer"), ((await GetAsync("a.jpg")).Record.Status, (await GetAsync("a.jpg")).Record.Execution));
        Assert.Empty(_topic.Announcements);
        Assert.Empty(await Catalogue.ListDueAsync(Now, 10, CancellationToken.None));
    }

    [Fact]
    public async Task RecordThatAnotherDeliveryOfTheEventFinishedIsNeverOverwritten()
    {
        await ClaimAsync("a.jpg", "5", Dead);
        await PublishAsync("a.jpg", "5", "arn:second-delivery");
        _local.Time.Now += Lifetime;

        Assert.Empty((await SweepAsync()).Failed);

        Assert.Equal(ImageStatus.Ready, (await GetAsync("a.jpg")).Record.Status);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("6")]
    public async Task UploadThatAnotherExecutionIsAtIsLeftToIt(string sequencer)
    {
        await ClaimAsync("a.jpg", "5", Dead);
        _local.Time.Now += Lifetime;
        await ClaimAsync("a.jpg", sequencer, "arn:alive");

        Assert.Empty((await SweepAsync()).Failed);

        var entry = await GetAsync("a.jpg");
        Assert.Equal(ImageStatus.Processing, entry.Record.Status);
        Assert.Equal("arn:alive", Assert.Single(entry.Claims, claim => !claim.IsReconciled).Execution);
    }

    [Fact]
    public async Task BackfillThatAnotherBackfillFollowedIsSettled()
    {
        await ClaimAsync("a.jpg", null, Dead);
        _local.Time.Now += TimeSpan.FromMinutes(1);
        await PublishAsync("a.jpg", null, "arn:other");
        _local.Time.Now += Lifetime;

        Assert.Empty((await SweepAsync()).Failed);

        Assert.Equal(ImageStatus.Ready, (await GetAsync("a.jpg")).Record.Status);
    }

    [Fact]
    public async Task NewestOfSeveralDeadUploadsIsRecorded()
    {
        await ClaimAsync("a.jpg", "9", "arn:dead-9");
        await ClaimAsync("a.jpg", "10", "arn:dead-10");
        await ClaimAsync("a.jpg", "8", "arn:dead-8");
        _local.Time.Now += Lifetime;

        await SweepAsync();

        Assert.Equal(("10", "arn:dead-10"), ((await GetAsync("a.jpg")).Record.Sequencer, (await GetAsync("a.jpg")).Record.Execution));
        Assert.Single(_topic.Announcements);
    }

    [Fact]
    public async Task ClaimOfAnEarlierVersionOfThePipelineIsReconciled()
    {
        await ClaimAsync("a.jpg", "5", Dead);
        var entry = await GetAsync("a.jpg");
        Assert.True(await Catalogue.TryWriteAsync(
            entry with { Claims = [entry.Claims[0] with { Upload = null }], Revision = entry.Revision + 1 }, CancellationToken.None));
        _local.Time.Now += Lifetime;

        Assert.Equal(["uploads/a.jpg"], (await SweepAsync()).Failed);
    }

    [Fact]
    public async Task ExecutionThatRunsAllTheSameIsLeftAlone()
    {
        await ClaimAsync("a.jpg", "5", Dead);
        _running.Add(Dead);
        _local.Time.Now += Lifetime;

        Assert.Empty((await SweepAsync()).Failed);

        Assert.Equal(ImageStatus.Processing, (await GetAsync("a.jpg")).Record.Status);
    }

    [Fact]
    public async Task AnnouncementThatWasNotMadeIsMadeLater()
    {
        await ClaimAsync("a.jpg", "5", Dead);
        _local.Time.Now += Lifetime;
        _topic.Fault = new IOException("The topic is unreachable.");
        await Assert.ThrowsAsync<IOException>(SweepAsync);
        Assert.Equal(ImageStatus.Failed, (await GetAsync("a.jpg")).Record.Status);

        _topic.Fault = null;
        Assert.Empty((await SweepAsync()).Failed);
        _local.Time.Now += ClaimReconciler.AnnouncementTime;

        Assert.Equal(["uploads/a.jpg"], (await SweepAsync()).Failed);
        Assert.Equal("ExecutionExpired", Assert.Single(_topic.Announcements).Error);
        Assert.Empty((await SweepAsync()).Failed);
    }

    [Fact]
    public async Task ImageThatCannotBeAnnouncedDoesNotHoldUpTheOthers()
    {
        foreach (var key in new[] { "a.jpg", "b.jpg", "c.jpg" })
        {
            await ClaimAsync(key, "5", $"{Dead}-{key}");
        }

        _local.Time.Now += Lifetime;
        _topic.Fault = new IOException("The topic is unreachable.");
        _topic.FaultyImage = "uploads/a.jpg";

        await Assert.ThrowsAsync<IOException>(SweepAsync);

        Assert.Equal(["uploads/b.jpg", "uploads/c.jpg"], _topic.Announcements.Select(announcement => announcement.ImageId).Order());
    }

    [Fact]
    public async Task RacingCallsAnnounceEachClaimOnce()
    {
        for (var number = 0; number < 10; number++)
        {
            await ClaimAsync($"{number}.jpg", "5", $"{Dead}-{number}");
        }

        _local.Time.Now += Lifetime;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(SweepAsync)));

        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"uploads/{number}.jpg"), _topic.Announcements.Select(announcement => announcement.ImageId).Order());
    }

    [Theory]
    [InlineData("TIMED_OUT", "ExecutionTimedOut")]
    [InlineData("ABORTED", "ExecutionAborted")]
    [InlineData("FAILED", "ExecutionFailed")]
    public async Task ReportedEndFailsTheUploadAtOnce(string status, string code)
    {
        var @event = await ClaimAsync("a.jpg", "5", Dead);

        await ReportAsync(@event, status);
        await ReportAsync(@event, status);
        _local.Time.Now += Lifetime;
        await SweepAsync();

        Assert.Equal(code, (await GetAsync("a.jpg")).Record.Reason!.Code);
        Assert.Equal(code, Assert.Single(_topic.Announcements).Error);
    }

    [Fact]
    public async Task ReportedEndFailsAnUploadThatNobodyHadClaimed()
    {
        await ReportAsync(ImageEvents.Created("a.jpg", "5"), "TIMED_OUT");

        Assert.Equal((ImageStatus.Failed, "5"), ((await GetAsync("a.jpg")).Record.Status, (await GetAsync("a.jpg")).Record.Sequencer));
        Assert.Single(_topic.Announcements);
    }

    [Theory]
    [InlineData(ImageStatus.Failed)]
    [InlineData(ImageStatus.Rejected)]
    public async Task ExecutionThatRecordedItsOutcomeIsNotReportedAgain(ImageStatus status)
    {
        var @event = await ClaimAsync("a.jpg", "5", Dead);
        await WriteAsync("a.jpg", entry => new Transition(@event, Dead, Now).RecordFailure(entry, status, new("reason", "…")));

        await ReportAsync(@event, "FAILED");

        Assert.Equal("reason", (await GetAsync("a.jpg")).Record.Reason!.Code);
        Assert.Empty(_topic.Announcements);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("no JSON")]
    public async Task ExecutionWithoutAnImageIsIgnored(string? input)
    {
        var response = await ReconcileAsync(new(new(Dead, "ABORTED", input)));

        Assert.Equal((0, 0), (response.Failed.Count, response.Settled));
    }

    [Fact]
    public async Task RedriveOfAReconciledExecutionPublishesItsVersion()
    {
        var @event = await ClaimAsync("a.jpg", "5", Dead);
        await ReportAsync(@event, "TIMED_OUT");
        Assert.True(Assert.Single((await GetAsync("a.jpg")).Claims).IsReconciled);

        var original = new Original(
            "uploads", "a.jpg", null, "etag", new string('a', 64), 1, "set", PrefixOf("a.jpg", "5"), new(ImageFormat.Png, 1, 1), new(1, 1));
        var persisted = await new ImagePersister(Catalogue, _local.Store.Images, _local.Time).PersistAsync(
            new(PersistResult.Accepted, Dead, @event, original, []), CancellationToken.None);

        Assert.Equal((PersistOutcome.Recorded, ImageStatus.Ready), (persisted.Outcome, persisted.Record.Status));
        Assert.Empty((await GetAsync("a.jpg")).Claims);
    }

    /// <summary>Whether its end was reported or its claim expired: no redrive can publish it any more.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task DeadUploadThatIsSupersededGivesUpItsClaimAndWhatItWrote(bool isReported, bool isDeleted)
    {
        var @event = await ClaimAsync("a.jpg", "5", Dead);
        await _local.Store.Images.WriteRenditionAsync(new(PrefixOf("a.jpg", "5") + "small.webp", "image/webp", "sha", new byte[] { 1 }), CancellationToken.None);
        if (isDeleted)
        {
            await WriteAsync("a.jpg", entry => new Transition(ImageEvents.Deleted("a.jpg", "6"), "arn:remover", Now).Delete(entry));
        }
        else
        {
            await PublishAsync("a.jpg", "6", "arn:newer");
        }

        if (isReported)
        {
            await ReportAsync(@event, "TIMED_OUT");
        }
        else
        {
            _local.Time.Now += Lifetime;
            await SweepAsync();
        }

        Assert.Empty((await GetAsync("a.jpg")).Claims);
        Assert.Empty(_topic.Announcements);
        Assert.Equal(1, await new RenditionSweeper(Catalogue, _local.Store.Images, _local.Time).SweepAsync(CancellationToken.None));
        Assert.Empty(await _local.Store.Images.ListRenditionsAsync("a.jpg/", CancellationToken.None));
        Assert.Empty((await GetAsync("a.jpg")).Removals);
    }

    [Fact]
    public async Task DeadUploadWithTheCurrentContentTakesNothingFromIt()
    {
        var @event = await ClaimAsync("a.jpg", "5", Dead);
        var transition = new Transition(ImageEvents.Created("a.jpg", "6", "etag-2"), "arn:newer", Now);
        await WriteAsync("a.jpg", entry => transition.Publish(
            transition.Claim(entry, PrefixOf("a.jpg", "5")), new("sha", "set", PrefixOf("a.jpg", "5"), ImageFormat.Png, 1, 1, 1, 1, null, [])));

        await ReportAsync(@event, "TIMED_OUT");

        var entry = await GetAsync("a.jpg");
        Assert.Empty(entry.Claims);
        Assert.Empty(entry.Removals);
    }

    [Fact]
    public async Task NewerUploadMakesThePendingAnnouncementPointless()
    {
        await ClaimAsync("a.jpg", "5", Dead);
        _local.Time.Now += Lifetime;
        _topic.Fault = new IOException("The topic is unreachable.");
        await Assert.ThrowsAsync<IOException>(SweepAsync);

        await PublishAsync("a.jpg", "6", "arn:newer");
        _topic.Fault = null;
        _local.Time.Now += Lifetime;
        await SweepAsync();

        Assert.Empty(_topic.Announcements);
    }

    private static TimeSpan Lifetime => Transition.GetClaimLifetime(Pipeline.Core.Deployment.ExecutionTimeLimits.Standard);

    private Task<ReconcileResponse> SweepAsync() => ReconcileAsync(new());

    private Task<ReconcileResponse> ReportAsync(ImageEvent @event, string status) =>
        ReconcileAsync(new(new(Dead, status, JsonSerializer.Serialize(@event, PipelineJson.Default.ImageEvent))));

    private Task<ReconcileResponse> ReconcileAsync(ReconcileRequest request) =>
        new ClaimReconciler(Catalogue, _topic, _local.Time, (execution, _) => Task.FromResult(_running.Contains(execution)))
            .ReconcileAsync(request, CancellationToken.None);

    private async Task<CatalogueEntry> GetAsync(string key) => (await Catalogue.GetAsync($"uploads/{key}", CancellationToken.None))!;

    private async Task<ImageEvent> ClaimAsync(string key, string? sequencer, string execution)
    {
        var @event = ImageEvents.Created(key, sequencer, "etag");
        await WriteAsync(key, entry => new Transition(@event, execution, Now).Claim(entry, PrefixOf(key, sequencer)));
        return @event;
    }

    private Task<CatalogueEntry?> PublishAsync(string key, string? sequencer, string execution)
    {
        var transition = new Transition(ImageEvents.Created(key, sequencer, "etag-2"), execution, Now);
        var version = new ImageVersion("sha", "set", PrefixOf(key, sequencer), ImageFormat.Png, 1, 1, 1, 1, null, []);
        return WriteAsync(key, entry => transition.Publish(transition.Claim(entry, version.Prefix), version));
    }

    private Task<CatalogueEntry?> WriteAsync(string key, Func<CatalogueEntry?, CatalogueEntry?> change) =>
        new EntryWriter(Catalogue).UpdateAsync($"uploads/{key}", change, CancellationToken.None);

    private static string PrefixOf(string key, string? sequencer) => $"{key}/{sequencer}/";

    private sealed class Topic : IFailureAnnouncer
    {
        private readonly List<Announcement> _announcements = [];

        public Exception? Fault { get; set; }

        /// <summary>The image that <see cref="Fault"/> is about; null for all.</summary>
        public string? FaultyImage { get; set; }

        public IReadOnlyList<Announcement> Announcements => _announcements;

        public Task AnnounceAsync(Announcement announcement, CancellationToken cancellationToken)
        {
            if (Fault is not null && (FaultyImage ?? announcement.ImageId) == announcement.ImageId)
            {
                throw Fault;
            }

            lock (_announcements)
            {
                _announcements.Add(announcement);
            }

            return Task.CompletedTask;
        }
    }
}
