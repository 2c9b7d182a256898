using Pipeline.Lake.Queries;
using Pipeline.Testing.Programs;

namespace Pipeline.Aws.Tests.Cloud.Queries;

/// <summary>The real program, with a server that answers as Athena does.</summary>
public sealed class CloudQueryCommandTests : IAsyncLifetime
{
    private AthenaServer _athena = null!;
    private PipelineProgram _cloud = null!;

    public async Task InitializeAsync()
    {
        _athena = await AthenaServer.StartAsync();
        _cloud = new("pipeline-cloud.dll", new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_ATHENA"] = _athena.Address, ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test",
        });
        _cloud.Write("outputs.json", OutputsUnderTest.Create(("lakeWorkgroup", "image-pipeline-dev-lake"), ("lakeDatabase", "image_pipeline_dev")));
    }

    public async Task DisposeAsync()
    {
        _cloud.Dispose();
        await _athena.DisposeAsync();
    }

    [Fact]
    public async Task ResultOfAllPagesIsATableWithThePriceBelowIt()
    {
        _athena.Columns = [("format", "varchar"), ("n", "bigint")];
        _athena.Pages = [[["jpeg", "12"], [null, "1"]], [["png", "3"]]];
        _athena.Scanned = 25_000_000;
        foreach (var state in (string[])["QUEUED", "RUNNING", "SUCCEEDED"])
        {
            _athena.Statuses.Enqueue(AthenaServer.Status(state));
        }

        var run = await RunAsync("SELECT format, count(*) AS n FROM images GROUP BY format;");

        run.AssertExit(0);
        Assert.Equal(["format n", "jpeg 12", "1", "png 3"], TableOf(run));
        // 23.84 MB of 2^20 bytes count as 24, at $5 for 2^20 of them.
        Assert.Equal(["3 rows", "Athena scanned 25.00 MB: $0.000114 ($5 per TB, at least 10 MB)."], run.Output.TakeLast(2));
        var started = Assert.Single(_athena.CallsOf("StartQueryExecution"));
        Assert.Equal(
            ("SELECT format, count(*) AS n FROM images GROUP BY format", "image-pipeline-dev-lake", "image_pipeline_dev"),
            ((string?)started["QueryString"], (string?)started["WorkGroup"], (string?)started["QueryExecutionContext"]!["Database"]));
        Assert.InRange(((string)started["ClientRequestToken"]!).Length, 32, 128);
        Assert.Equal(3, _athena.CallsOf("GetQueryExecution").Count);
        Assert.Equal([null, "page 1"], _athena.CallsOf("GetQueryResults").Select(request => (string?)request["NextToken"]));
        Assert.Empty(_athena.CallsOf("StopQueryExecution"));
    }

    [Fact]
    public async Task ValuesAreThoseOfTheSameQueryOnOneMachine()
    {
        _athena.Columns =
        [
            ("text", "varchar"), ("sum", "decimal"), ("share", "double"), ("big", "double"), ("nan", "double"), ("flag", "boolean"), ("day", "date"), ("time", "timestamp"),
            ("whole", "timestamp"), ("list", "array"), ("text", "varchar"),
        ];
        _athena.Pages = [[["", "12345678901234567890123456789", "0.5", "1.0E7", "NaN", "true", "2026-11-29", "2026-11-29 13:05:00.120", "2026-11-29 10:00:00.000", "[1, 2]", "ü\n"]]];

        var run = await RunAsync("SELECT 1", "--json");

        run.AssertExit(0);
        Assert.Equal(
            """{"text":"","sum":12345678901234567890123456789,"share":0.5,"big":10000000,"nan":"NaN","flag":true,"day":"2026-11-29","time":"2026-11-29 13:05:00.12","whole":"2026-11-29 10:00:00","list":"[1, 2]","text_2":"ü\n"}""",
            Assert.Single(run.Output));
        Assert.Contains("Athena scanned 0 B: $0.000048", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingOfAResultReachesTheTerminalAsACommand()
    {
        _athena.Columns = [("key", "varchar"), ("evil\u001b[2J", "varchar")];
        _athena.Pages = [[["\u001b[31mred\u009b2J.jpg", "a\nb\u202egpj.[bold]x[/]"]]];

        var run = await RunAsync("SELECT key, key FROM images");

        run.AssertExit(0);
        Assert.Equal([@"key evil\u001b[2J", @"\u001b[31mred\u009b2J.jpg a\u000ab\u202egpj.[bold]x[/]"], TableOf(run));
        Assert.DoesNotContain(run.Text, character => char.IsControl(character) && character != '\n');
    }

    [Fact]
    public async Task SavedQueryIsTheOneOfTheLake()
    {
        (await RunAsync("--saved", "duplicates")).AssertExit(0);

        Assert.Equal(SavedQuery.All.Single(query => query.Name == "duplicates").Sql, (string?)Assert.Single(_athena.CallsOf("StartQueryExecution"))["QueryString"]);
    }

    [Theory]
    [InlineData(2, 2, "The query failed: COLUMN_NOT_FOUND: line 1:8: Column 'nothing' cannot be resolved")]
    [InlineData(1, 1, "The query failed: GENERIC_INTERNAL_ERROR: no more workers.")]
    public async Task FailureIsTheReasonInOneLine(int category, int exitCode, string message)
    {
        _athena.Statuses.Enqueue(AthenaServer.Status("FAILED", message["The query failed: ".Length..], category));

        var run = await RunAsync("SELECT nothing FROM images");

        run.AssertExit(exitCode);
        Assert.Equal(message, run.Errors.Trim());
        Assert.Empty(run.Output);
        Assert.Empty(_athena.CallsOf("GetQueryResults"));
    }

    [Theory]
    [InlineData("CANCELLED")]
    [InlineData("FAILED")]
    public async Task ByteLimitIsExplained(string state)
    {
        _athena.Statuses.Enqueue(AthenaServer.Status(state, "Bytes scanned limit was exceeded"));
        _athena.Scanned = 10L << 30;

        var run = await RunAsync("SELECT * FROM images_daily");

        run.AssertExit(1);
        Assert.Contains("Bytes scanned limit was exceeded. Read less: fewer columns, or days", run.Errors, StringComparison.Ordinal);
        Assert.Equal(state == "CANCELLED", run.Errors.Contains("$0.048828", StringComparison.Ordinal));
    }

    [Fact]
    public async Task QueryThatAthenaCannotParseIsAUsageError()
    {
        _athena.Errors.Enqueue((
            "StartQueryExecution", 400,
            """{"__type":"InvalidRequestException","AthenaErrorCode":"MALFORMED_QUERY","Message":"line 1:20: mismatched input 'FORM'. Expecting: ','"}"""));

        (await RunAsync("SELECT count(*) AS n FORM images")).AssertUsageError("Athena refuses the query: line 1:20: mismatched input 'FORM'.");
    }

    [Fact]
    public async Task ThrottledCallsAreRepeatedWithTheSameToken()
    {
        const string Throttled = """{"__type":"com.amazonaws.athena#TooManyRequestsException","Message":"Rate exceeded","Reason":"CONCURRENT_QUERY_LIMIT_EXCEEDED"}""";
        _athena.Errors.Enqueue(("StartQueryExecution", 400, Throttled));
        _athena.Errors.Enqueue(("StartQueryExecution", 400, """{"__type":"ThrottlingException","message":"Rate exceeded"}"""));
        _athena.Errors.Enqueue(("GetQueryExecution", 400, Throttled));
        _athena.Errors.Enqueue(("GetQueryResults", 400, Throttled));

        (await RunAsync("SELECT 1")).AssertExit(0);

        Assert.Equal((3, 2, 2), (_athena.CallsOf("StartQueryExecution").Count, _athena.CallsOf("GetQueryExecution").Count, _athena.CallsOf("GetQueryResults").Count));
        Assert.Single(_athena.CallsOf("StartQueryExecution").Select(request => (string?)request["ClientRequestToken"]).Distinct());
    }

    [Fact]
    public async Task ErrorWhileTheQueryRunsStopsIt()
    {
        _athena.Errors.Enqueue(("GetQueryExecution", 400, """{"__type":"AccessDeniedException","Message":"not authorized to perform: athena:GetQueryExecution"}"""));

        var run = await RunAsync("SELECT 1");

        run.AssertExit(1);
        Assert.Contains("athena:GetQueryExecution", run.Errors, StringComparison.Ordinal);
        Assert.Equal(AthenaServer.QueryId, (string?)Assert.Single(_athena.CallsOf("StopQueryExecution"))["QueryExecutionId"]);
    }

    [SignalFact]
    public async Task InterruptedCommandStopsTheQuery()
    {
        _athena.Statuses.Enqueue(AthenaServer.Status("RUNNING"));
        using var running = _cloud.Start("query", "SELECT 1", "--outputs", "outputs.json");
        await _athena.Asked.Task.WaitAsync(PipelineProgram.Timeout);

        running.Interrupt();
        var run = await running.WaitForExitAsync();

        run.AssertExit(130);
        Assert.Single(_athena.CallsOf("StopQueryExecution"));
    }

    [SignalFact]
    public async Task QueryThatCannotBeStoppedIsNamed()
    {
        _athena.Statuses.Enqueue(AthenaServer.Status("RUNNING"));
        _athena.Errors.Enqueue(("StopQueryExecution", 400, """{"__type":"AccessDeniedException","Message":"not authorized to perform: athena:StopQueryExecution"}"""));
        using var running = _cloud.Start("query", "SELECT 1", "--outputs", "outputs.json");
        await _athena.Asked.Task.WaitAsync(PipelineProgram.Timeout);

        running.Interrupt();
        var run = await running.WaitForExitAsync();

        run.AssertExit(130);
        Assert.Contains($"aws athena stop-query-execution --query-execution-id {AthenaServer.QueryId}", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DROP TABLE images")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("UNLOAD (SELECT 1) TO 's3://b/'")]
    public async Task OnlyAQueryIsSent(string sql)
    {
        (await RunAsync(sql)).AssertUsageError("Only one SELECT at a time: the tables come from the catalogue and cannot be changed.");

        Assert.Empty(_athena.Calls);
    }

    [Fact]
    public async Task StackWithoutALakeSaysHowToSwitchItOn()
    {
        _cloud.Write("outputs.json", OutputsUnderTest.Create(("lakeWorkgroup", ""), ("lakeDatabase", "")));

        (await RunAsync("SELECT 1")).AssertUsageError("`pulumi config set lake true`", "`pulumi up`");
        _cloud.Write("outputs.json", OutputsUnderTest.Create());
        (await RunAsync("SELECT 1", "--stack", "prod")).AssertUsageError("`pulumi config set lake true --stack prod`");
        Assert.Empty(_athena.Calls);
    }

    private Task<ProgramRun> RunAsync(params string[] arguments) => _cloud.RunAsync(["query", .. arguments, "--outputs", "outputs.json"]);

    /// <summary>The rows of the table, without its lines and blanks.</summary>
    private static string[] TableOf(ProgramRun run) =>
    [
        .. run.Output.Where(line => line.Trim().Length > 0 && !line.Contains('─') && !line.StartsWith("Athena", StringComparison.Ordinal) && !line.EndsWith("rows", StringComparison.Ordinal)
            && line != "1 row").Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))),
    ];
}
