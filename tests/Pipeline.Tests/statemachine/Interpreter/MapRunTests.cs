using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.MapRuns;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Tests.Interpreter;

/// <summary>Map Runs whose child executions have histories that are kept.</summary>
public sealed class MapRunTests
{
    private const string Arn = "arn:aws:states:eu-central-1:123456789012:mapRun:trial/M:run-1-2";

    [Fact]
    public async Task ChildHasAHistoryOfItsOwn()
    {
        var run = new Run("");
        run.Tasks["T"] = input => input!.DeepClone();

        JsonAssert.Equal("[7]", (await run.StartAsync("[7]")).Output);

        Assert.Equal(
            "ExecutionStarted TaskStateEntered LambdaFunctionScheduled LambdaFunctionStarted LambdaFunctionSucceeded TaskStateExited ExecutionSucceeded",
            TypesOf(run.Store.ReadHistory(Arn, 0)));
        var child = Assert.Single(run.Store.ReadChildren(Arn));
        Assert.Equal("arn:aws:states:eu-central-1:123456789012:execution:trial/M:run-1-2-0", child.ExecutionArn);
        Assert.Equal(("7", MapChildStatus.Succeeded, "7"), (child.Input, child.Status, child.End!.Output));
        Assert.Equal(MapRunStatus.Succeeded, run.Store.Read(Arn).Status);
    }

    [Fact]
    public async Task EveryCrashLeadsToTheSameEndAndNoChildThatEndedRunsAgain()
    {
        for (var crash = 0; crash < 30; crash++)
        {
            var run = new Run("\"MaxConcurrency\":2,");
            run.Tasks["T"] = input => input!.DeepClone();
            run.Store.CrashAfter = crash;
            await run.CrashAsync("[1,2,3,4]");
            var ended = run.Store.ReadChildrenOrNone(Arn).Where(child => child.End is not null).Select(child => child.Input).ToArray();
            var calls = run.Calls.Count;

            run.Store.CrashAfter = null;
            JsonAssert.Equal("[1,2,3,4]", (await run.ResumeAsync("[1,2,3,4]")).Output);

            Assert.Empty(run.Calls.Skip(calls).Select(call => call.Input!.ToJsonString()).Intersect(ended));
            Assert.Equal(4, run.Store.ReadChildren(Arn).Count);
            Assert.Equal(4, run.Calls.Select(call => call.IdempotencyToken).Distinct().Count());
            Assert.All(run.Store.ReadChildren(Arn), child => Assert.Equal("ExecutionSucceeded", run.Store.ReadHistory(Arn, child.Index)[^1].Type));
        }
    }

    [Fact]
    public async Task ReadingContinuesAfterTheLastKeyThatWasTaken()
    {
        var run = new Run("\"MaxConcurrency\":1,\"ItemReader\":{\"Resource\":\"arn:aws:states:::s3:listObjectsV2\",\"Parameters\":{\"Bucket\":\"uploads\"}},\"ItemSelector\":{\"key.$\":\"$$.Map.Item.Value.Key\"},");
        run.Tasks["T"] = input => input!["key"]!.DeepClone();
        run.AddObjects("b", "d", "f");
        run.Store.CrashAfter = 6;
        await run.CrashAsync("{}");

        // An object that comes before the last key would move all others if they were counted.
        run.AddObjects("a");
        run.Store.CrashAfter = null;
        var result = await run.ResumeAsync("{}");

        JsonAssert.Equal("""["b","d","f"]""", result.Output);
    }

    [Fact]
    public async Task MaxConcurrencyIsATrueCap()
    {
        var run = new Run("\"MaxConcurrency\":3,");
        var (running, most) = (0, 0);
        run.AsyncTasks["T"] = async (_, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(TimeSpan.FromSeconds(1), run.Time, token);
            Interlocked.Decrement(ref running);
            return 1;
        };

        await run.StartAsync("[1,2,3,4,5,6,7,8,9,10]");

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task UpdateChangesTheCapAndTheToleranceOfARunningMapRun()
    {
        var run = new Run("\"MaxConcurrency\":1,");
        var (running, most) = (0, 0);
        run.AsyncTasks["T"] = async (invocation, token) =>
        {
            if (invocation.Input!.GetValue<int>() == 1)
            {
                run.Store.Update(Arn, new MapRunSettings(4, 5, null));
            }

            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(TimeSpan.FromSeconds(1), run.Time, token);
            Interlocked.Decrement(ref running);
            return invocation.Input.GetValue<int>() == 2 ? throw new TaskFailedException("Wrong", null) : invocation.Input.DeepClone();
        };

        JsonAssert.Equal("[1,3,4,5,6]", (await run.StartAsync("[1,2,3,4,5,6]")).Output);
        Assert.Equal(4, most);
    }

    [Fact]
    public async Task RedriveRunsFailedAndPendingChildrenOnly()
    {
        var run = new Run("\"MaxConcurrency\":1,", """ "F":{"Type":"Pass","Next":"T"}, """, "F");
        run.Tasks["T"] = input => input!.GetValue<int>() == 2 ? throw new TaskFailedException("Wrong", null) : input.DeepClone();
        Assert.Equal("States.ExceedToleratedFailureThreshold", (await run.StartAsync("[1,2,3]")).Error);
        Assert.Equal(MapRunStatus.Failed, run.Store.Read(Arn).Status);
        Assert.Equal(2, run.Store.ReadChildren(Arn).Count);
        var calls = run.Calls.Count;

        run.Tasks["T"] = input => input!.DeepClone();
        JsonAssert.Equal("[1,2,3]", (await run.RedriveAsync("[1,2,3]")).Output);

        Assert.Equal(["2", "3"], run.Calls.Skip(calls).Select(call => call.Input!.ToJsonString()));
        Assert.Equal(1, run.Store.Read(Arn).RedriveCount);
        Assert.Equal(
            "ExecutionStarted PassStateEntered PassStateExited TaskStateEntered LambdaFunctionScheduled LambdaFunctionStarted LambdaFunctionFailed ExecutionFailed "
            + "ExecutionRedriven LambdaFunctionScheduled LambdaFunctionStarted LambdaFunctionSucceeded TaskStateExited ExecutionSucceeded",
            TypesOf(run.Store.ReadHistory(Arn, 1)));
        Assert.Equal(
            "ExecutionStarted MapStateEntered MapStateStarted MapRunStarted MapRunFailed MapStateFailed ExecutionFailed "
            + "ExecutionRedriven MapRunRedriven MapRunSucceeded MapStateSucceeded MapStateExited ExecutionSucceeded",
            TypesOf(run.History));
        var redriven = run.History.Single(entry => entry.Type == "MapRunRedriven");
        JsonAssert.Equal($$"""{"mapRunArn":"{{Arn}}","redriveCount":1}""", redriven.Details);
        Assert.Equal("mapRunRedrivenEventDetails", redriven.DetailsName);
    }

    [Fact]
    public async Task ExpressChildKeepsNoHistoryAndStartsAgain()
    {
        var run = new Run("", """ "F":{"Type":"Task","Resource":"f","Next":"T"}, """, "F", "EXPRESS");
        run.Tasks["F"] = input => input!.DeepClone();
        run.Tasks["T"] = _ => throw new TaskFailedException("Wrong", null);
        await run.StartAsync("[1]");
        Assert.Empty(run.Store.ReadHistory(Arn, 0));
        Assert.Equal("arn:aws:states:eu-central-1:123456789012:express:trial/M:run-1-2-0", run.Store.ReadChildren(Arn)[0].ExecutionArn);

        run.Tasks["T"] = input => input!.DeepClone();
        JsonAssert.Equal("[1]", (await run.RedriveAsync("[1]")).Output);

        Assert.Equal(["F", "T", "F", "T"], run.Calls.Select(call => call.StateName));
    }

    [Fact]
    public async Task ExpressChildTakesNoMoreThanFiveMinutes()
    {
        var run = new Run("\"ToleratedFailureCount\":1,", """ "F":{"Type":"Wait","Seconds":301,"Next":"T"}, """, "F", "EXPRESS");

        JsonAssert.Equal("[]", (await run.StartAsync("[1]")).Output);

        Assert.Equal(MapChildStatus.TimedOut, run.Store.ReadChildren(Arn)[0].Status);
        Assert.Equal(TimeSpan.FromMinutes(5), run.Time.GetUtcNow() - Trial.Noon);
    }

    [Fact]
    public async Task StoppedExecutionStopsItsChildren()
    {
        var run = new Run("");
        using var stop = new StopRequest();
        run.AsyncTasks["T"] = async (_, token) =>
        {
            stop.Stop("Enough", "Nobody needs it.");
            await Task.Delay(Timeout.Infinite, token);
            return null;
        };

        Assert.Equal(ExecutionStatus.Aborted, (await run.StartAsync("[1,2]", stop)).Status);

        Assert.All(run.Store.ReadChildren(Arn), child => Assert.Equal(MapChildStatus.Aborted, child.Status));
        Assert.Equal("ExecutionAborted", run.Store.ReadHistory(Arn, 0)[^1].Type);
        Assert.Equal(MapRunStatus.Aborted, run.Store.Read(Arn).Status);
    }

    [Fact]
    public async Task ResultsThatCannotBeWrittenFailTheMap()
    {
        var run = new Run("\"ResultWriter\":{\"Resource\":\"arn:aws:states:::s3:putObject\",\"Parameters\":{\"Bucket.$\":\"$[0]\"}},");
        run.Tasks["T"] = input => input!.DeepClone();

        var result = await run.StartAsync("[1]");

        Assert.Equal("States.ResultWriterFailed", result.Error);
        Assert.Equal("ExecutionStarted MapStateEntered MapStateStarted MapRunStarted MapRunFailed MapStateFailed ExecutionFailed", TypesOf(run.History));
        Assert.Equal(MapRunStatus.Failed, run.Store.Read(Arn).Status);
    }

    [Fact]
    public async Task PendingItemsAreWrittenWhenTooManyFailed()
    {
        var run = new Run("\"MaxConcurrency\":1,\"ResultWriter\":{\"Resource\":\"arn:aws:states:::s3:putObject\",\"Parameters\":{\"Bucket\":\"results\"}},");
        run.Tasks["T"] = _ => throw new TaskFailedException("Wrong", null);

        await run.StartAsync("[1,2,3]");

        Assert.Equal(
            ["run-1-2/FAILED_0.json", "run-1-2/PENDING_0.json", "run-1-2/manifest.json"], run.Objects.ListKeys("results"));
        var pending = JsonNode.Parse(Encoding.UTF8.GetString(run.Objects.Find("results", "run-1-2/PENDING_0.json")!))!.AsArray();
        Assert.Equal(["2", "3"], pending.Select(item => item!["Input"]!.GetValue<string>()));
    }

    [Fact]
    public async Task AHundredThousandItemsAreNotHeldInMemory()
    {
        var objects = new CountingObjects(100_000);
        var machine = new StateMachine(
            StateMachineDefinition.Parse("""
                {"StartAt":"M","States":{"M":{"Type":"Map","ResultPath":null,"End":true,"MaxConcurrency":10,
                  "ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","ReaderConfig":{"MaxItems":30000},"Parameters":{"Bucket":"b"}},
                  "ItemBatcher":{"MaxItemsPerBatch":100},
                  "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"P","States":{"P":{"Type":"Pass","Result":1,"End":true} } } } } }
                """),
            new Trial("""{"StartAt":"P","States":{"P":{"Type":"Succeed"}}}"""),
            TimeProvider.System,
            new Random(0))
        { Objects = objects };

        var result = await machine.RunAsync(Trial.Start("{}"), new InMemoryJournal(), CancellationToken.None);

        Assert.Equal(ExecutionStatus.Succeeded, result.Status);
        // It is listed twice, once to count, and no further than asked for.
        Assert.Equal(60, objects.Pages);
    }

    private static string TypesOf(IEnumerable<HistoryEvent> history) => string.Join(' ', history.Select(entry => entry.Type));

    private sealed class CountingObjects(int count) : IMapObjects
    {
        public int Pages { get; private set; }

        public Task<MapObjectPage> ListAsync(string bucket, string prefix, string? startAfter, CancellationToken cancellationToken)
        {
            Pages++;
            var first = startAfter is null ? 0 : int.Parse(startAfter, System.Globalization.CultureInfo.InvariantCulture) + 1;
            return Task.FromResult(new MapObjectPage(
                [.. Enumerable.Range(first, Math.Min(1_000, count - first)).Select(number => new MapObject($"{number:D8}", 1, "\"e\"", Trial.Noon))],
                first + 1_000 >= count));
        }

        public Task<Stream> OpenReadAsync(string bucket, string key, string? versionId, CancellationToken cancellationToken) => throw new MapObjectException("no");

        public Task WriteAsync(string bucket, string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) => throw new MapObjectException("no");
    }

    /// <summary>An execution with one distributed Map, whose host can crash and start again.</summary>
    private sealed class Run : ITaskInvoker
    {
        private readonly StateMachineDefinition _definition;
        private readonly List<TaskInvocation> _calls = [];
        private readonly List<HistoryEvent> _history = [];

        public Run(string fields, string states = "", string startAt = "T", string executionType = "STANDARD") => _definition = StateMachineDefinition.Parse($$"""
            {"StartAt":"M","States":{"M":{"Type":"Map",{{fields}}"End":true,
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"{{executionType}}"},"StartAt":"{{startAt}}",
                "States":{ {{states}}"T":{"Type":"Task","Resource":"t","End":true} } } } } }
            """);

        public VirtualTimeProvider Time { get; } = new(Trial.Noon);

        public CrashingStore Store { get; } = new();

        public InMemoryMapObjects Objects { get; } = new();

        public Dictionary<string, Func<JsonNode?, JsonNode?>> Tasks { get; } = [];

        public Dictionary<string, Func<TaskInvocation, CancellationToken, Task<JsonNode?>>> AsyncTasks { get; } = [];

        public IReadOnlyList<HistoryEvent> History => _history;

        public IReadOnlyList<TaskInvocation> Calls
        {
            get
            {
                lock (_calls)
                {
                    return [.. _calls];
                }
            }
        }

        public void AddObjects(params ReadOnlySpan<string> keys)
        {
            foreach (var key in keys)
            {
                Objects.Add("uploads", key, []);
            }
        }

        public Task<ExecutionResult> StartAsync(string input, StopRequest? stop = null) =>
            KeepAsync(journal => CreateMachine().RunAsync(Trial.Start(input), journal, stop, CancellationToken.None));

        public async Task CrashAsync(string input)
        {
            try
            {
                await StartAsync(input);
            }
            catch (IOException)
            {
            }
        }

        public Task<ExecutionResult> ResumeAsync(string input) =>
            KeepAsync(journal => CreateMachine().ResumeAsync(Trial.Start(input), [.. _history], journal, null, CancellationToken.None));

        public Task<ExecutionResult> RedriveAsync(string input) =>
            KeepAsync(journal => CreateMachine().RedriveAsync(Trial.Start(input), [.. _history], journal, null, CancellationToken.None));

        public Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken)
        {
            lock (_calls)
            {
                _calls.Add(invocation);
            }

            return AsyncTasks.TryGetValue(invocation.StateName, out var handler)
                ? handler(invocation, cancellationToken)
                : Task.FromResult(Tasks[invocation.StateName](invocation.Input));
        }

        private async Task<ExecutionResult> KeepAsync(Func<IExecutionJournal, Task<ExecutionResult>> run)
        {
            var journal = new InMemoryJournal();
            try
            {
                return await run(journal);
            }
            finally
            {
                _history.AddRange(journal.Events);
            }
        }

        private StateMachine CreateMachine() => new(_definition, this, Time, new Random(0)) { Objects = Objects, MapRuns = Store };
    }

    /// <summary>A store whose process ends after a number of writes.</summary>
    private sealed class CrashingStore : IMapRunStore
    {
        private readonly InMemoryMapRunStore _inner = new(keepsHistories: true);
        private int _writes;

        public int? CrashAfter { get; set; }

        public async ValueTask<IMapRunJournal> OpenAsync(MapRunStart start, MapRunControl control, CancellationToken cancellationToken)
        {
            _writes = 0;
            return new Journal(this, await _inner.OpenAsync(start, control, cancellationToken));
        }

        public MapRunState Read(string arn) => _inner.Read(arn);

        public IReadOnlyList<MapChild> ReadChildren(string arn) => _inner.ReadChildren(arn);

        public IReadOnlyList<MapChild> ReadChildrenOrNone(string arn) => _inner.MapRunArns.Contains(arn) ? _inner.ReadChildren(arn) : [];

        public IReadOnlyList<HistoryEvent> ReadHistory(string arn, int index) => _inner.ReadHistory(arn, index);

        public void Update(string arn, MapRunSettings settings) => _inner.Update(arn, settings);

        private ValueTask WriteAsync(Func<ValueTask> write) => _writes++ >= CrashAfter ? throw new IOException("The process has ended.") : write();

        private sealed class Journal(CrashingStore store, IMapRunJournal inner) : IMapRunJournal
        {
            public MapRunState State => inner.State;

            public ValueTask SetItemCountAsync(long items) => store.WriteAsync(() => inner.SetItemCountAsync(items));

            public ValueTask RedriveAsync(DateTimeOffset at) => store.WriteAsync(() => inner.RedriveAsync(at));

            public ValueTask StartChildAsync(MapChild child, string cursor) => store.WriteAsync(() => inner.StartChildAsync(child, cursor));

            public ValueTask RestartChildAsync(int index) => store.WriteAsync(() => inner.RestartChildAsync(index));

            public ValueTask EndChildAsync(int index, MapChildEnd end) => store.WriteAsync(() => inner.EndChildAsync(index, end));

            public ValueTask<IReadOnlyList<HistoryEvent>> ReadHistoryAsync(int index, CancellationToken cancellationToken) => inner.ReadHistoryAsync(index, cancellationToken);

            public IExecutionJournal? OpenHistory(int index) => new History(store, inner.OpenHistory(index)!);

            public IAsyncEnumerable<MapChild> ReadChildrenAsync(IReadOnlyList<MapChildStatus> statuses, CancellationToken cancellationToken) =>
                inner.ReadChildrenAsync(statuses, cancellationToken);

            public ValueTask EndAsync(MapRunStatus status, DateTimeOffset at, long resultsWritten) => store.WriteAsync(() => inner.EndAsync(status, at, resultsWritten));

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }

        private sealed class History(CrashingStore store, IExecutionJournal inner) : IExecutionJournal
        {
            public ValueTask AppendAsync(IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken) =>
                store.WriteAsync(() => inner.AppendAsync(events, cancellationToken));
        }
    }
}
