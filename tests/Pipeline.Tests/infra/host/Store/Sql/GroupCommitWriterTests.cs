using Pipeline.Host.Store.Sql;

namespace Pipeline.Tests.Host.Store.Sql;

public sealed class GroupCommitWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task FailingWriteFailsAlone()
    {
        await using var writer = Open();
        var writes = Enumerable.Range(0, 100).Select(number => writer.WriteAsync(
            session =>
            {
                session.Execute("INSERT INTO t VALUES ($1)", number);
                return number % 10 == 3 ? throw new InvalidDataException($"{number}") : number;
            },
            CancellationToken.None)).ToList();

        for (var number = 0; number < writes.Count; number++)
        {
            if (number % 10 == 3)
            {
                Assert.Equal($"{number}", (await Assert.ThrowsAsync<InvalidDataException>(() => writes[number])).Message);
            }
            else
            {
                Assert.Equal(number, await writes[number]);
            }
        }

        Assert.Equal(90, await CountAsync(writer));
    }

    [Fact]
    public async Task WritesAreAppliedInTheOrderTheyWereQueued()
    {
        await using var writer = Open();
        for (var number = 0; number < 3000; number++)
        {
            var value = number;
            await writer.QueueAsync(new BackgroundWrite(session => session.Execute("INSERT INTO t VALUES ($1)", value), _ => { }), CancellationToken.None);
        }

        var values = await writer.WriteAsync(
            session => session.QueryAll("SELECT n FROM t ORDER BY rowid", row => row.GetInt32(0)), CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 3000), values);
    }

    [Fact]
    public async Task LostTransactionFailsItsWritesAndLaterOnesSucceed()
    {
        await using var writer = Open();
        await Assert.ThrowsAnyAsync<Exception>(() => writer.WriteAsync(
            session =>
            {
                session.Execute("INSERT INTO t VALUES ($1)", 1);
                session.Execute("ROLLBACK");
                return session.Execute("no statement");
            },
            CancellationToken.None));

        Assert.Equal(0, await CountAsync(writer));
        await writer.WriteAsync(session => session.Execute("INSERT INTO t VALUES ($1)", 2), CancellationToken.None);
        Assert.Equal(1, await CountAsync(writer));
    }

    [Fact]
    public async Task QueuedWritesAreWrittenOnDispose()
    {
        await using (var writer = Open())
        {
            for (var number = 0; number < 300; number++)
            {
                await writer.QueueAsync(new BackgroundWrite(session => session.Execute("INSERT INTO t VALUES ($1)", 1), _ => { }), CancellationToken.None);
            }
        }

        await using var again = Open();
        Assert.Equal(300, await CountAsync(again));
    }

    [Fact]
    public async Task FilesAreSyncedBeforeTheCommit()
    {
        var steps = new List<string>();
        await using var writer = Open(beforeCommit: () => steps.Add("synced"));

        await writer.WriteAsync(session => session.Execute("INSERT INTO t VALUES ($1)", 1), CancellationToken.None);
        steps.Add("committed");

        Assert.Equal(["synced", "committed"], steps);
    }

    [Fact]
    public async Task FailedSyncPreventsTheCommit()
    {
        var broken = false;
        await using var writer = Open(beforeCommit: () => _ = broken ? throw new IOException("disk failed") : 0);
        await writer.WriteAsync(session => session.Execute("INSERT INTO t VALUES ($1)", 1), CancellationToken.None);

        broken = true;
        Exception? failure = null;
        await writer.QueueAsync(new BackgroundWrite(session => session.Execute("INSERT INTO t VALUES ($1)", 2), e => failure = e), CancellationToken.None);
        await Assert.ThrowsAsync<IOException>(
            () => writer.WriteAsync(session => session.Execute("INSERT INTO t VALUES ($1)", 3), CancellationToken.None));

        broken = false;
        Assert.IsType<IOException>(failure);
        Assert.Equal(1, await CountAsync(writer));
    }

    private static Task<long> CountAsync(GroupCommitWriter writer) =>
        writer.WriteAsync(session => session.QueryNumber("SELECT count(*) FROM t"), CancellationToken.None);

    private GroupCommitWriter Open(Action? beforeCommit = null)
    {
        var session = SqlSession.Open(Path.Combine(_folder, "t.db"), readOnly: false);
        session.ExecuteScript("PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS t(n INTEGER)");
        return new GroupCommitWriter(session, beforeCommit ?? (() => { }));
    }
}
