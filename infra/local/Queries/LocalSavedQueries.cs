using System.Text.Json.Nodes;
using Pipeline.Host.Console.Queries;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Lake.Queries;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Queries;

/// <summary>Runs the saved queries for the console, with the program that runs those of <c>query</c>.</summary>
internal static class LocalSavedQueries
{
    /// <summary>Rows of a result. More of them are counted.</summary>
    private const int MaxRows = 100;

    /// <param name="store">The store that the host serves.</param>
    public static ConsoleQueries Create(LocalStore store)
    {
        var lake = new LocalLake(store, TimeProvider.System);
        var data = store.Folder == Path.GetFullPath(".pipeline") ? "" : $" --data \"{store.Folder}\"";
        return new(
            [.. SavedQuery.All.Select(query => new ConsoleQuery(query.Name, query.Title, query.Measure, query.Sql, $"{QueryProgram.HostCommand} query --saved {query.Name}{data}"))],
            QueryProgram.FindObstacle,
            lake.ReadCatalogueStateAsync,
            cancellationToken => RunAsync(lake, cancellationToken));
    }

    private static async Task<IReadOnlyList<QueryResult>> RunAsync(LocalLake lake, CancellationToken cancellationToken)
    {
        try
        {
            using var files = await lake.LockAsync(cancellationToken);
            await lake.RefreshAsync(cancellationToken);
            var results = new List<QueryResult>();
            await QueryProgram.RunAsync(
                lake.Folder, lake.CreateViews(), [.. SavedQuery.All.Select(query => query.Sql)], line => Receive(results, line), cancellationToken);
            return results;
        }
        catch (Exception exception) when (exception is UsageException or IOException && !DiskSpace.IsExhausted(exception))
        {
            throw new QueriesFailedException(exception.Message, exception);
        }
    }

    /// <summary>Columns begin the result of the next query.</summary>
    private static void Receive(List<QueryResult> results, JsonObject line)
    {
        if (line["columns"] is JsonArray columns)
        {
            results.Add(new(SavedQuery.All[results.Count].Name, [.. columns.Select(column => new QueryColumn((string)column!["name"]!, (string)column["type"]!))], [], 0));
        }
        else if (line["row"] is JsonArray row && results[^1].Rows.Count < MaxRows)
        {
            results[^1] = results[^1] with { Rows = [.. results[^1].Rows, row.DeepClone().AsArray()] };
        }
        else if (line["rows"] is { } count)
        {
            results[^1] = results[^1] with { RowCount = (long)count };
        }
    }
}
