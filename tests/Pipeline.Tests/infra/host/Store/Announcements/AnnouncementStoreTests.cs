using Pipeline.Host.Store.Records;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Announcements;

public sealed class AnnouncementStoreTests : IAsyncLifetime
{
    private readonly TemporaryStore _local = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public async Task AnnouncementComesBackAsItWasMade()
    {
        var made = await AppendAsync("t1", AnnouncementTopic.Failure);
        await _local.ReopenAsync();

        var listed = Assert.Single(await ListAsync(null, null, newestFirst: true));

        Assert.Equivalent(made, listed, strict: true);
        Assert.Equal((AnnouncementTopic.Failure, "{\"t\":\"t1\"}", "arn", _local.Time.Now), (listed.Topic, listed.Message, listed.ExecutionArn, listed.Time));
        Assert.Equal("rejected", listed.Attributes["outcome"]);
    }

    [Fact]
    public async Task TokenIsAnnouncedOnce()
    {
        var first = await AppendAsync("t1");
        _local.Time.Now += TimeSpan.FromHours(1);

        var again = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AppendAsync("t1"))));

        Assert.All(again, announcement => Assert.Equivalent(first, announcement, strict: true));
        Assert.Single(await ListAsync(null, null, newestFirst: false));
    }

    [Fact]
    public async Task ListsAreReadInBothDirectionsPageByPage()
    {
        for (var number = 0; number < 9; number++)
        {
            await AppendAsync($"t{number}", number % 3 == 0 ? AnnouncementTopic.Failure : AnnouncementTopic.Success);
        }

        Assert.Equal(["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8"], await AllAsync(null, newestFirst: false));
        Assert.Equal(["t8", "t7", "t6", "t5", "t4", "t3", "t2", "t1", "t0"], await AllAsync(null, newestFirst: true));
        Assert.Equal(["t6", "t3", "t0"], await AllAsync(AnnouncementTopic.Failure, newestFirst: true));
        Assert.Equal(["t1", "t2", "t4", "t5", "t7", "t8"], await AllAsync(AnnouncementTopic.Success, newestFirst: false));
    }

    [Fact]
    public async Task AnnouncementsOfAnExecutionAreFound()
    {
        await AppendAsync("t1");
        await _local.Store.Announcements.AppendAsync(
            new(AnnouncementTopic.Success, "{}", new Dictionary<string, string>(), "other", "t2"), CancellationToken.None);
        await AppendAsync("t3", AnnouncementTopic.Failure);

        var found = await _local.Store.Announcements.ListByExecutionAsync("arn", CancellationToken.None);

        Assert.Equal(["{\"t\":\"t1\"}", "{\"t\":\"t3\"}"], found.Select(announcement => announcement.Message));
        Assert.Empty(await _local.Store.Announcements.ListByExecutionAsync("none", CancellationToken.None));
    }

    private Task<AnnouncementRecord> AppendAsync(string token, AnnouncementTopic topic = AnnouncementTopic.Success) =>
        _local.Store.Announcements.AppendAsync(
            new(topic, $"{{\"t\":\"{token}\"}}", new Dictionary<string, string> { ["outcome"] = "rejected" }, "arn", token),
            CancellationToken.None);

    private Task<IReadOnlyList<AnnouncementRecord>> ListAsync(AnnouncementTopic? topic, long? after, bool newestFirst) =>
        _local.Store.Announcements.ListAsync(topic, after, newestFirst, limit: 2, CancellationToken.None);

    private async Task<List<string>> AllAsync(AnnouncementTopic? topic, bool newestFirst)
    {
        var tokens = new List<string>();
        for (var page = await ListAsync(topic, null, newestFirst); page.Count > 0; page = await ListAsync(topic, page[^1].Id, newestFirst))
        {
            tokens.AddRange(page.Select(announcement => announcement.Message[6..^2]));
        }

        return tokens;
    }
}
