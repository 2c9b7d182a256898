using System.Text.Json.Nodes;
using Pipeline.Host.Console.Queries;

namespace Pipeline.Tests.Host.Console.Queries;

/// <summary>Two saved queries whose results a test gives.</summary>
internal sealed class ScriptedQueries
{
    private int _runs;

    public int Runs => _runs;

    /// <summary>State of the catalogue.</summary>
    public string State { get; set; } = "1";

    public string? Obstacle { get; set; }

    /// <summary>What a run waits for and throws; null for nothing.</summary>
    public Func<CancellationToken, Task>? Run { get; set; }

    public ConsoleQueries Create() => new(
        [
            new("largest", "The ten largest originals", "bytes", "SELECT key, bytes FROM images", "pipeline query --saved largest"),
            new("empty", "Nothing at all", "n", "SELECT 1 AS n WHERE false", "pipeline query --saved empty"),
        ],
        () => Obstacle,
        _ => Task.FromResult(State),
        RunAsync);

    private async Task<IReadOnlyList<QueryResult>> RunAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        if (Run is { } run)
        {
            await run(cancellationToken);
        }

        QueryColumn[] columns = [new("key", "VARCHAR"), new("bytes", "BIGINT"), new("updated_at", "TIMESTAMP")];
        return
        [
            new("largest", columns, [ReadRow("""["cats/1.jpg",4400000,"2026-11-29 13:05:00"]"""), ReadRow("""["<img src=x onerror=alert(1)>.png",1100000,null]""")], 250),
            new("empty", [new("n", "INTEGER")], [], 0),
        ];
    }

    private static JsonArray ReadRow(string json) => JsonNode.Parse(json)!.AsArray();
}
