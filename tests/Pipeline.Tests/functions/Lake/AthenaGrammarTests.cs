using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Lake.Queries;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Lake;

/// <summary>
/// Views and saved queries run in DuckDB, in other tests. Athena is Trino, whose grammar an npm package has: it refuses what only DuckDB knows.
/// </summary>
public sealed partial class AthenaGrammarTests
{
    private static readonly NodeScript Parser = new(Repository.PathOf("tests", "Pipeline.Tests", "functions", "Lake", "athena-grammar"), "dt-sql-parser");

    /// <summary>Functions that both have, with the same meaning. A grammar does not know which ones there are.</summary>
    private static readonly string[] CommonFunctions = ["cast", "count", "max", "max_by", "min", "nullif", "sum"];

    private static readonly string[] Statements = [.. SavedQuery.All.Select(query => query.Sql), .. LakeViews.All.Select(view => view.Query)];

    [GrammarFact]
    public void ViewsAndSavedQueriesAreStatementsOfAthena() => Assert.All(Parse(Statements).Zip(Statements), parsed => Assert.True(parsed.First.Length == 0, $"{parsed.Second}\n{parsed.First}"));

    [GrammarFact]
    public void StatementThatOnlyDuckDbKnowsIsRefused()
    {
        string[] foreign =
        [
            "SELECT bytes::VARCHAR FROM images", "SELECT * EXCLUDE (sha256) FROM images", "FROM images", "SELECT status, count(*) FROM images GROUP BY ALL",
            "SELECT key FROM images QUALIFY row_number() OVER (ORDER BY bytes) = 1", "SELECT [bytes] FROM images", "SELECT {'a': bytes} FROM images",
            "SELECT key FROM images USING SAMPLE 10",
        ];

        Assert.All(Parse(foreign).Zip(foreign), parsed => Assert.True(parsed.First.Length > 0, $"{parsed.Second} is no statement of Athena."));
    }

    [Fact]
    public void ViewsAndSavedQueriesUseOnlyFunctionsThatBothHave() =>
        Assert.Empty(Statements.SelectMany(statement => Call().Matches(statement)).Select(call => call.Groups[1].Value.ToLowerInvariant()).Distinct().Except(CommonFunctions));

    private static string[] Parse(string[] statements) =>
    [
        .. JsonNode.Parse(Parser.Run("parse.mjs", new JsonArray([.. statements.Select(statement => (JsonNode)statement)]).ToJsonString()))!.AsArray()
            .Select(messages => string.Join('\n', messages!.AsArray().Select(message => (string)message!))),
    ];

    [GeneratedRegex(@"\b(\w+)\(")]
    private static partial Regex Call();

    /// <summary>A test that is skipped without Node.js and the parser.</summary>
    private sealed class GrammarFactAttribute : FactAttribute
    {
        public GrammarFactAttribute() => Skip = Parser.SkipReason;
    }
}
