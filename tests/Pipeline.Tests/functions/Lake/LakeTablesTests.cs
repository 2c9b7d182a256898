using Pipeline.Lake.Queries;
using Pipeline.Lake.Tables;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Lake;

/// <summary>The tables and the documents agree.</summary>
public sealed class LakeTablesTests
{
    [Fact]
    public void ReadmeHasEveryColumnWithTypeAndMeaning()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "functions", "Lake", "README.md"));

        foreach (var table in LakeTables.All)
        {
            var lines = table.Columns.Select(column => $"| `{column.Name}` | {column.SqlType} | {column.Meaning} |");
            Assert.Contains($"### {table.Name}: {table.Meaning}\n\n| Column | Type | Meaning |\n| --- | --- | --- |\n{string.Join('\n', lines)}\n", readme, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NamesOfColumnsNeedNoQuotesAndAreNotUsedTwice() => Assert.All(LakeTables.All, table =>
    {
        Assert.All(table.Columns, column => Assert.Matches("^[a-z][a-z0-9_]*$", column.Name));
        Assert.Distinct(table.Columns.Select(column => column.Name));
        Assert.DoesNotContain(table.Columns, column => column.Name == LakeTables.DayColumn);
    });

    [Fact]
    public void SavedQueriesHaveTitlesAndNamesOfTheirOwn()
    {
        Assert.Equal(6, SavedQuery.All.Count);
        Assert.Distinct(SavedQuery.All.Select(query => query.Name));
        Assert.All(SavedQuery.All, query => Assert.NotEmpty(query.Title));
    }
}
