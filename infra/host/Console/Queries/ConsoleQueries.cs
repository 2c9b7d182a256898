using System.Text.Json.Nodes;

namespace Pipeline.Host.Console.Queries;

/// <summary>Saved queries over the catalogue, and what runs them. The program that puts the host together has them: the console knows no SQL.</summary>
/// <param name="Saved">The queries.</param>
/// <param name="FindObstacle">Says why no query can run, and what to do about it; null if they can. It is called often.</param>
/// <param name="ReadStateAsync">Returns a text that changes with the catalogue, and only then.</param>
/// <param name="RunAsync">Runs all queries, one after the other. It throws <see cref="QueriesFailedException"/> if one cannot run.</param>
public sealed record ConsoleQueries(
    IReadOnlyList<ConsoleQuery> Saved,
    Func<string?> FindObstacle,
    Func<CancellationToken, Task<string>> ReadStateAsync,
    Func<CancellationToken, Task<IReadOnlyList<QueryResult>>> RunAsync)
{
    /// <summary>No queries.</summary>
    public static ConsoleQueries None { get; } = new([], () => null, _ => Task.FromResult(""), _ => Task.FromResult<IReadOnlyList<QueryResult>>([]));
}

/// <summary>A saved query.</summary>
/// <param name="Name">Name in kebab case.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Measure">The column that a chart draws.</param>
/// <param name="Sql">The query.</param>
/// <param name="Command">Line that gives the same result in a terminal.</param>
public sealed record ConsoleQuery(string Name, string Title, string Measure, string Sql, string Command);

/// <summary>The result of a saved query.</summary>
/// <param name="Name">Name of the query.</param>
/// <param name="Columns">Names and types of the columns.</param>
/// <param name="Rows">The first rows, with a value for each column.</param>
/// <param name="RowCount">Number of rows, also of those that are left out.</param>
public sealed record QueryResult(string Name, IReadOnlyList<QueryColumn> Columns, IReadOnlyList<JsonArray> Rows, long RowCount);

/// <param name="Name">Name of the column.</param>
/// <param name="Type">Its type in SQL.</param>
public sealed record QueryColumn(string Name, string Type);
