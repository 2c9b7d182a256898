using Pipeline.Core.CallLogs;
using Pipeline.Core.Executions;
using Pipeline.Host.Store.Logs;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Executions;

/// <summary>Logs of executions and of child executions.</summary>
public sealed class LogStoreTests : IAsyncLifetime
{
    private const string RunArn = "arn:aws:states:local:000000000000:mapRun:backfill/Images:RUN";
    private const string ChildArn = "arn:aws:states:local:000000000000:execution:backfill/Images:RUN-3";

    private readonly TemporaryStore _local = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Fact]
    public async Task LinesComeBackInOrderAsTheyWere()
    {
        await StartAsync("one");
        LogLine[] lines =
        [
            Line("Validate", "é 😀 \"quoted\"\n\u0001") with { Details = """{"imageId":"uploads/写真.jpg","bytes":1.50}""" },
            Line("Resize", "b", LogLevels.Error) with { Attempt = 2, Iterations = [3, 1], Time = _local.Time.Now.AddTicks(1) },
        ];

        await AppendAsync("one", lines[0]);
        await AppendAsync("one", lines[1], Line("Persist", "c"));

        var page = Read("one");
        Assert.Equal([1, 2, 3], page.Lines.Select(line => line.Number));
        Assert.Equivalent(lines[0] with { Number = 1 }, page.Lines[0], strict: true);
        Assert.Equivalent(lines[1] with { Number = 2 }, page.Lines[1], strict: true);
        Assert.Equal(["Validate", "Resize", "Persist"], page.States);
        Assert.Equal((3, false, 0), (page.LastNumber, page.HasMore, page.Dropped));
        Assert.Empty(Read("other").Lines);
    }

    [Fact]
    public async Task LinesAreReadByStateLevelAndPage()
    {
        await StartAsync("one");
        await AppendAsync("one", [.. Enumerable.Range(1, 9).Select(number => Line(number % 2 == 0 ? "Even" : "Odd", $"{number}", number % 3 == 0 ? LogLevels.Warning : LogLevels.Information))]);
        await AppendAsync("one", Line("Even", "10", LogLevels.Error));

        Assert.Equal("2 4 6 8 10", Join(Read("one", new("Even"))));
        Assert.Equal("3 6 9 10", Join(Read("one", new(Level: LogLevels.Warning))));
        Assert.Equal("10", Join(Read("one", new("Even", LogLevels.Error))));
        var first = Read("one", new("Even"), limit: 2);
        var second = Read("one", new("Even"), first.LastNumber, 2);
        var third = Read("one", new("Even"), second.LastNumber, 2);
        Assert.Equal(("2 4", true), (Join(first), first.HasMore));
        Assert.Equal(("6 8", true), (Join(second), second.HasMore));
        Assert.Equal(("10", false), (Join(third), third.HasMore));
        Assert.Equal(["Odd", "Even"], third.States);
        // A page that waits for more asks after the last line, whether it saw that line or not.
        Assert.Equal(10, Read("one", new("Odd")).LastNumber);
        Assert.Equal((10, ""), (Read("one", after: 10).LastNumber, Join(Read("one", after: 10))));
    }

    [Fact]
    public async Task FullLogKeepsItsFirstLinesAndRoomForErrorsAndCountsTheOthers()
    {
        await StartAsync("one");
        for (var batch = 0; batch < 12; batch++)
        {
            await AppendAsync("one", [.. Enumerable.Range(0, 100).Select(number => Line("A", $"{batch * 100 + number}"))]);
        }

        await AppendAsync("one", Line("B", "failed", LogLevels.Error), Line("B", "report"));
        for (var batch = 0; batch < 3; batch++)
        {
            await AppendAsync("one", [.. Enumerable.Range(0, 100).Select(_ => Line("C", "failed", LogLevels.Error))]);
        }

        var page = Read("one", limit: int.MaxValue);
        Assert.Equal(LogLimits.MaxLines, page.Lines.Count);
        Assert.Equal(("799", "failed"), (page.Lines[799].Message, page.Lines[800].Message));
        Assert.Equal(400 + 1 + 101, page.Dropped);
        Assert.Equal(
            "502 more lines were not kept: the log of an execution holds 1,000 lines or 256 KiB, the last fifth of them warnings and errors.",
            LogLimits.Describe(page.Dropped));
        await FinishAsync("one");
        await WaitUntilCompressedAsync();
        Assert.Equivalent(page, Read("one", limit: int.MaxValue), strict: true);
    }

    [Fact]
    public async Task LongLinesAreCutAndManyOfThemFillTheLog()
    {
        await StartAsync("one");
        await AppendAsync("one", Line("A", new string('x', 10_000)), Line("A", new string('x', LogLimits.MaxMessageLength - 1) + "😀"));
        await AppendAsync("one", [.. Enumerable.Range(0, 100).Select(_ => Line("A", new string('é', 4_000)))]);

        var page = Read("one");
        Assert.EndsWith("x… (5,904 more characters)", page.Lines[0].Message, StringComparison.Ordinal);
        Assert.EndsWith("x… (2 more characters)", page.Lines[1].Message, StringComparison.Ordinal);
        Assert.Equal(102, page.Lines.Count + page.Dropped);
        Assert.InRange(page.Lines.Sum(line => System.Text.Encoding.UTF8.GetByteCount(line.Message)), 150_000, LogLimits.MaxBytes);
    }

    [Fact]
    public async Task LogIsCompressedAtTheEndAndContinuesAfterARedrive()
    {
        await StartAsync("one");
        await AppendAsync("one", [.. Enumerable.Range(0, 50).Select(number => Line("A", $"a rather long message {number}"))]);
        await FinishAsync("one", RecordedStatus.Failed);
        await WaitUntilCompressedAsync();
        Assert.Equal(1, Count("SELECT count(*) FROM logs WHERE content IS NULL AND length(packed) < 500"));

        Assert.True(await _local.Store.Executions.RedriveAsync("one", CancellationToken.None));
        await AppendAsync("one", Line("B", "again"));
        Assert.Equal((51, "again"), (Read("one").Lines.Count, Read("one").Lines[^1].Message));
        await FinishAsync("one", id: 2);
        await WaitUntilCompressedAsync();

        Assert.Equal(1, Count("SELECT count(*) FROM logs"));
        Assert.Equal(Enumerable.Range(1, 51).Select(number => (long)number), Read("one").Lines.Select(line => line.Number));
        await AppendAsync("one", Line("B", "late"));
        Assert.Equal((52, "late"), (Read("one").LastNumber, Read("one").Lines[^1].Message));
    }

    [Fact]
    public async Task ChildExecutionHasALogOfItsOwn()
    {
        await StartAsync("arn:aws:states:local:000000000000:execution:backfill:parent");
        var run = await _local.Store.MapRuns.OpenAsync(
            new(RunArn, "arn:aws:states:local:000000000000:execution:backfill:parent", "arn:aws:states:local:000000000000:stateMachine:backfill/Images", "Images", false, false, _local.Time.Now, new(1, null, null)),
            CancellationToken.None);
        await _local.Store.MapRuns.StartChildAsync(run.Number, 3, 1, "{}", _local.Time.Now, "4");
        await AppendAsync(ChildArn, Line("Validate", "of the child"));
        await AppendAsync("arn:aws:states:local:000000000000:execution:backfill:parent", Line("Summarise", "of the parent"));
        await _local.Store.MapRuns.EndChildAsync(run.Number, 3, new(RecordedStatus.Succeeded, "{}", null, null, _local.Time.Now));

        Assert.Equal("of the child", Join(Read(ChildArn)));
        Assert.Equal("of the parent", Join(Read("arn:aws:states:local:000000000000:execution:backfill:parent")));
        Assert.Equal(1, Count("SELECT count(*) FROM logs WHERE packed IS NOT NULL"));
    }

    [Fact]
    public async Task LogsAreRemovedWithTheirExecutions()
    {
        await StartAsync("old");
        await AppendAsync("old", Line("A", "a"));
        var run = await _local.Store.MapRuns.OpenAsync(
            new(RunArn, "old", "arn:aws:states:local:000000000000:stateMachine:backfill/Images", "Images", false, false, _local.Time.Now, new(1, null, null)), CancellationToken.None);
        await _local.Store.MapRuns.StartChildAsync(run.Number, 3, 1, "{}", _local.Time.Now, "4");
        await AppendAsync(ChildArn, Line("A", "a"));
        await FinishAsync("old");
        await StartAsync("new");
        await AppendAsync("new", Line("A", "kept"));
        await WaitUntilCompressedAsync();

        _local.Time.Now = _local.Time.Now.AddDays(100);
        await _local.Store.SweepAsync(CancellationToken.None);

        Assert.Equal("kept", Join(Read("new")));
        Assert.Equal(1, Count("SELECT count(*) FROM logs"));
        // A call that ends after its execution was removed leaves nothing.
        await AppendAsync("old", Line("A", "late"));
        Assert.Equal(1, Count("SELECT count(*) FROM logs"));
    }

    [Fact]
    public async Task QueuedLinesAreThereAfterANormalStop()
    {
        await StartAsync("one");
        for (var number = 0; number < 50; number++)
        {
            await _local.Store.Logs.QueueAppendAsync("one", [Line("A", $"{number}")], CancellationToken.None);
        }

        await _local.ReopenAsync();

        Assert.Equal(50, Read("one").Lines.Count);
    }

    private static string Join(LogPage page) => string.Join(' ', page.Lines.Select(line => line.Message));

    private LogLine Line(string state, string message, string level = LogLevels.Information) => new(0, _local.Time.Now, level, state, 0, [], message, null);

    private LogPage Read(string arn, LogFilter? filter = null, long after = 0, int limit = 1_000) => _local.Store.Logs.Read(arn, filter ?? new(), after, limit);

    private async Task AppendAsync(string arn, params IReadOnlyList<LogLine> lines)
    {
        await _local.Store.Logs.QueueAppendAsync(arn, lines, CancellationToken.None);
        await _local.Store.Executions.FlushAsync(CancellationToken.None);
    }

    private Task<StartedExecution> StartAsync(string arn) =>
        _local.Store.Executions.StartAsync(new(arn, arn, "machine", null, _local.Time.Now, "{}"), null, CancellationToken.None);

    private Task<bool> FinishAsync(string arn, RecordedStatus status = RecordedStatus.Succeeded, int id = 1) => _local.Store.Executions.FinishAsync(
        arn, new(status, "{}", null, null, _local.Time.Now), [new(id, id - 1, _local.Time.Now, "ExecutionSucceeded", null)], CancellationToken.None);

    /// <summary>Waits until the log of the first execution is compressed.</summary>
    private async Task WaitUntilCompressedAsync()
    {
        while (Count("SELECT count(*) FROM history") > 0)
        {
            await Task.Delay(10);
        }
    }

    private long Count(string sql)
    {
        using var session = SqlSession.Open(_local.PathOf("pipeline.db"), readOnly: true);
        return session.QueryNumber(sql);
    }
}
