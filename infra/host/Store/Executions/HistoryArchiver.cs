using System.Threading.Channels;
using Pipeline.Host.Store.Announcements;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Host.Store.Histories;
using Pipeline.Host.Store.Logs;
using Pipeline.Host.Store.Sql;

namespace Pipeline.Host.Store.Executions;

/// <summary>
/// Compresses the histories and logs of ended executions in the background, one after the other, and gives the space back to the file system in small
/// steps. Nothing waits for it, and a crash loses nothing: the next start finds what is left to do.
/// </summary>
internal sealed class HistoryArchiver : IAsyncDisposable
{
    /// <summary>Events in one block, so that a page of a long history does not unpack all of it.</summary>
    private const int BlockLength = 1_000;

    /// <summary>Histories between two steps of the vacuum.</summary>
    private const int VacuumInterval = 20;

    // What is not done by then is done after the next start.
    private static readonly TimeSpan MaxDisposeTime = TimeSpan.FromSeconds(1);

    private readonly Channel<long> _ended = Channel.CreateUnbounded<long>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Database _database;
    private readonly Task _running;

    public HistoryArchiver(Database database)
    {
        _database = database;
        _running = Task.Run(RunAsync);
    }

    /// <summary>Has the history of an ended execution compressed.</summary>
    /// <param name="execution">Number of the execution.</param>
    public void Add(long execution) => _ended.Writer.TryWrite(execution);

    public async ValueTask DisposeAsync()
    {
        if (_ended.Writer.TryComplete())
        {
            _stopping.CancelAfter(MaxDisposeTime);
            await _running;
            _stopping.Dispose();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            for (var (execution, count) = (FindNext(0), 1); execution is { } number; execution = FindNext(number), count++)
            {
                await ArchiveIfEndedAsync(number, count);
            }

            await new OutcomeBackfill(_database).RunAsync(_stopping.Token);

            var archived = 0;
            await foreach (var number in _ended.Reader.ReadAllAsync(_stopping.Token))
            {
                await ArchiveIfEndedAsync(number, ++archived);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The next start continues.
        }
        catch (Exception fault) when (StoreFaults.IsEnvironmental(fault) || fault is ObjectDisposedException)
        {
            // A full disk, for example. The histories stay as they are, and the next start continues.
        }
    }

    /// <summary>The next execution with events that are rows.</summary>
    private long? FindNext(long after) => _database.Read(session => session.QueryFirst(
        "SELECT min(execution) FROM history WHERE execution > $1", row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), after));

    private async Task ArchiveIfEndedAsync(long execution, int count)
    {
        _stopping.Token.ThrowIfCancellationRequested();
        var events = _database.Read(session => IsEnded(session, execution) ? HistoryRows.ReadRows(session, execution, 0, int.MaxValue) : []);
        var blocks = events.Chunk(BlockLength).Select(block => (First: block[0].Id, Last: block[^1].Id, Packed: HistoryPacking.Pack(block))).ToList();
        if (blocks.Count == 0)
        {
            return;
        }

        var output = _database.Read(session => session.QueryFirst("SELECT output FROM executions WHERE number = $1", row => row.ReadTextOrNull(0), execution));
        var packedOutput = output?.Length >= PackedText.MinLength ? PackedText.Pack(output) : null;

        var owner = new LogOwner(0, execution);
        var log = _database.Read(session => LogRows.Compress(session, owner));
        var write = new BackgroundWrite(
            session =>
            {
                if (log is not null)
                {
                    LogRows.Replace(session, owner, log);
                }

                // A history only grows, so a part of it may be moved whatever happens to the execution meanwhile, unless it is removed.
                foreach (var (first, last, packed) in blocks)
                {
                    session.Execute(
                        "INSERT INTO history_archive SELECT $1, $2, $3, $4 WHERE EXISTS (SELECT 1 FROM executions WHERE number = $1)",
                        execution, first, last, packed);
                    session.Execute("DELETE FROM history WHERE execution = $1 AND id BETWEEN $2 AND $3", execution, first, last);
                }

                AnnouncementStore.PackMessages(session, execution);
                if (packedOutput is not null)
                {
                    session.Execute("UPDATE executions SET output = NULL, packed_output = $2 WHERE number = $1 AND status <> 'RUNNING'", execution, packedOutput);
                }

                if (count % VacuumInterval == 0)
                {
                    Vacuum.Step(session);
                }
            },
            _ => { });
        await _database.QueueAsync(write, _stopping.Token);
    }

    private static bool IsEnded(SqlSession session, long execution) =>
        session.QueryNumber("SELECT count(*) FROM executions WHERE number = $1 AND status <> 'RUNNING'", execution) == 1;
}
