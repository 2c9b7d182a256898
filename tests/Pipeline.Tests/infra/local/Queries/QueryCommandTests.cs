using System.Text.Json.Nodes;
using Pipeline.Lake.Queries;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Local.Queries;

/// <summary>A data folder with three images that succeeded, two of them the same, one that was rejected, and one that is gone.</summary>
public sealed class QueriedFolder : IAsyncLifetime
{
    internal PipelineProgram Program { get; } = new();

    public async Task InitializeAsync()
    {
        var picture = SyntheticImages.Jpeg(400, 300);
        Program.Write("one.jpg", picture);
        Program.Write("two.jpg", picture);
        Program.Write("three.png", SyntheticImages.Png(64, 48));
        Program.Write("bad.jpg", "this is no picture");
        (await Program.RunAsync("process", "one.jpg", "two.jpg", "three.png", "bad.jpg", "--json")).AssertExit(1);
    }

    public Task DisposeAsync()
    {
        Program.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary><c>query</c>, which runs SQL over the catalogue with a program of its own.</summary>
public sealed class QueryCommandTests(QueriedFolder folder) : IClassFixture<QueriedFolder>
{
    public static TheoryData<string> SavedQueries => [.. SavedQuery.All.Select(query => query.Name)];

    [Fact]
    public async Task ImagesAreCountedByFormat()
    {
        var run = await folder.Program.RunAsync("query", "SELECT format, count(*) AS n FROM images GROUP BY format ORDER BY format", "--json");

        run.AssertExit(0);
        Assert.Equal([("jpeg", 2), ("png", 1), (null, 1)], run.Objects.Select(row => ((string?)row["format"], (int)row["n"]!)));
    }

    [Fact]
    public async Task ResultIsATableWithItsNumberOfRows()
    {
        var run = await folder.Program.RunAsync("query", "SELECT key, bytes FROM images WHERE status = 'ready' ORDER BY key");

        run.AssertExit(0);
        Assert.Contains(run.Output, line => line.Contains("key", StringComparison.Ordinal) && line.Contains("bytes", StringComparison.Ordinal));
        Assert.Contains(run.Output, line => line.Contains("one.jpg", StringComparison.Ordinal));
        Assert.Equal("3 rows", run.Output[^1]);
    }

    [Fact]
    public async Task NothingOfAResultReachesTheTerminalAsACommand()
    {
        var run = await folder.Program.RunAsync("query", "SELECT 'a' || chr(27) || '[2J' || chr(10) || '[red]b' AS x");

        run.AssertExit(0);
        Assert.Contains(run.Output, line => line.Trim() == @"a\u001b[2J\u000a[red]b");
    }

    [Theory]
    [MemberData(nameof(SavedQueries))]
    public async Task EverySavedQueryRuns(string name) => Assert.NotEmpty(await RunSavedAsync(name));

    [Fact]
    public async Task SavedQueriesSayWhatTheCatalogueHas()
    {
        var duplicate = Assert.Single(await RunSavedAsync("duplicates"));
        var rejection = Assert.Single(await RunSavedAsync("rejections"));
        var sets = Assert.Single(await RunSavedAsync("rendition-sets"));
        var saved = await RunSavedAsync("bytes-saved");
        var largest = await RunSavedAsync("largest");

        Assert.Equal((2, (long)duplicate["bytes"]!, "one.jpg"), ((int)duplicate["copies"]!, (long)duplicate["wasted"]!, (string)duplicate["example"]!));
        Assert.Equal(("unsupportedFormat", 1), ((string)rejection["reason_code"]!, (int)rejection["uploads"]!));
        Assert.Equal(3, (int)sets["images"]!);
        Assert.All(saved, row => Assert.Equal((long)row["original_bytes"]! - (long)row["bytes"]!, (long)row["saved"]!));
        Assert.Equal(["one.jpg", "two.jpg", "three.png"], largest.Select(row => (string)row["key"]!));
    }

    [Fact]
    public async Task ChangesAreSeenByTheNextQuery()
    {
        using var program = new PipelineProgram();
        program.Write("a.jpg", SyntheticImages.Jpeg(40, 30));
        program.Write("b.jpg", SyntheticImages.Jpeg(50, 30));
        (await program.RunAsync("process", "a.jpg")).AssertExit(0);
        var first = await program.RunAsync("query", "SELECT count(*) AS n FROM images", "--json");
        var files = ListFiles(program);

        var same = await program.RunAsync("query", "SELECT count(*) AS n FROM outcomes", "--json");
        Assert.Equal(files, ListFiles(program));
        (await program.RunAsync("process", "b.jpg")).AssertExit(0);
        var second = await program.RunAsync("query", "SELECT (SELECT count(*) FROM images) AS images, (SELECT count(*) FROM outcomes) AS outcomes", "--json");

        Assert.Equal((1, 1), ((int)Assert.Single(first.Objects)["n"]!, (int)Assert.Single(same.Objects)["n"]!));
        Assert.Equal((2, 2), ((int)Assert.Single(second.Objects)["images"]!, (int)second.Objects[0]["outcomes"]!));
        Assert.NotEqual(files, ListFiles(program));
    }

    [Fact]
    public async Task EmptyFolderHasEmptyTables()
    {
        using var program = new PipelineProgram();
        program.Write("bad.jpg", "no picture");
        (await program.RunAsync("process", "bad.jpg")).AssertExit(1);

        var run = await program.RunAsync("query", "SELECT count(*) AS n FROM renditions", "--json");

        Assert.Equal(0, (int)Assert.Single(run.Objects)["n"]!);
    }

    [Theory]
    [InlineData("SELECT * FROM nothing", "nothing does not exist")]
    [InlineData("SELEC 1", "syntax error")]
    [InlineData("SELECT 1; SELECT 2", "Only one SELECT")]
    [InlineData("COPY images TO 'x.csv'", "Only one SELECT")]
    [InlineData("DROP VIEW images", "Only one SELECT")]
    [InlineData("SET enable_external_access = true", "Only one SELECT")]
    [InlineData("ATTACH 'x.db'", "Only one SELECT")]
    [InlineData("SELECT * FROM read_text('/etc/hostname')", "Cannot access file")]
    [InlineData("SELECT * FROM read_csv('http://localhost:1/x')", "disabled by configuration")]
    [InlineData(" ", "Give a query")]
    public async Task WrongQueryIsAnErrorWithoutATrace(string sql, string message)
    {
        var run = await folder.Program.RunAsync("query", sql);

        run.AssertExit(2);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueryAndNameOfASavedOneExcludeEachOther() =>
        (await folder.Program.RunAsync("query", "SELECT 1", "--saved", "largest")).AssertExit(2);

    private async Task<IReadOnlyList<JsonObject>> RunSavedAsync(string name)
    {
        var run = await folder.Program.RunAsync("query", "--saved", name, "--json");
        run.AssertExit(0);
        return run.Objects;
    }

    private static string[] ListFiles(PipelineProgram program) =>
        [.. Directory.EnumerateFiles(Path.Combine(program.Folder, ".pipeline", "internal", "lake"), "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
