namespace Pipeline.Host.Console.Queries;

/// <summary>The results of all saved queries at one time.</summary>
/// <param name="State">State of the catalogue that they are of.</param>
/// <param name="RanAt">When the queries ran.</param>
/// <param name="Results">The results, in the order of the queries.</param>
internal sealed record KeptResults(string State, DateTimeOffset RanAt, IReadOnlyList<QueryResult> Results);

/// <summary>Runs the saved queries when somebody asks, one run at a time, and keeps the results until the catalogue changes.</summary>
/// <param name="queries">The queries.</param>
/// <param name="time">Clock of the results and of the time limit.</param>
internal sealed class SavedResults(ConsoleQueries queries, TimeProvider time) : IDisposable
{
    /// <summary>How long all queries may take, with writing the files that they read.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(3);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The last results; null if there are none.</summary>
    public KeptResults? Last { get; private set; }

    /// <summary>Whether the catalogue is still as the last results describe it.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken) =>
        Last is { } last && last.State == await queries.ReadStateAsync(cancellationToken);

    /// <summary>Runs the queries, unless the last results are current.</summary>
    /// <param name="cancellationToken">Ends the run, or the wait for another one.</param>
    /// <exception cref="QueriesFailedException">The queries cannot run.</exception>
    public async Task<KeptResults> RunAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var state = await queries.ReadStateAsync(cancellationToken);
            if (Last is { } last && last.State == state)
            {
                return last;
            }

            using var limit = new CancellationTokenSource(TimeLimit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                return Last = new(state, time.GetUtcNow(), await queries.RunAsync(either.Token));
            }
            catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new QueriesFailedException(
                    $"The queries took longer than {TimeLimit.TotalMinutes} minutes and were stopped. Run them in a terminal, where they may take as long as they need.", exception);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
