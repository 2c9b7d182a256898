using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pipeline.Aws.Tests.Lambda;
using Pipeline.Core.Catalogue;
using Pipeline.Export;
using Pipeline.Export.Contracts;
using Pipeline.Lake.Export;
using Pipeline.Lake.Files;

namespace Pipeline.Aws.Tests.Export;

public sealed class ExportFunctionTests : IDisposable
{
    private const string Execution = "arn:aws:states:eu-west-1:123456789012:execution:catalogue-export:1";

    private readonly LogLines _lines = new();
    private readonly Files _files = new();

    public void Dispose() => _lines.Dispose();

    [Fact]
    public async Task PlanHasADayOfTheStartANameOfTheExecutionAndAllSegments()
    {
        var response = await CallAsync($$"""{"step":"plan","execution":"{{Execution}}","startedAt":"2026-03-02T00:30:00.123+01:00"}""");

        Assert.Matches("^20260301T233000123Z_[0-9a-f]{8}$", (string?)response["plan"]!["export"]);
        Assert.Equal("2026-03-01", (string?)response["plan"]!["day"]);
        Assert.Equal(("2026-02-23", "2026-03-01"), ((string?)response["plan"]!["outcomes"]!["first"], (string?)response["plan"]!["outcomes"]!["last"]));
        Assert.Equal([0, 1, 2], response["segments"]!.AsArray().Select(segment => (int)segment!["segment"]!));
        // The state machine's paths refer to it.
        Assert.True(response["segments"]![0]!.AsObject().ContainsKey("next"));
        var again = await CallAsync($$"""{"step":"plan","execution":"{{Execution}}","startedAt":"2026-03-02T00:30:00.123+01:00"}""");
        Assert.True(JsonNode.DeepEquals(response["plan"], again["plan"]));
        var other = await CallAsync($$"""{"step":"plan","execution":"{{Execution}}0","startedAt":"2026-03-02T00:30:00.123+01:00"}""");
        Assert.NotEqual((string?)response["plan"]!["export"], (string?)other["plan"]!["export"]);
        var line = _lines.Read()[0];
        Assert.Equal((Execution, "planned"), ((string?)line["execution"], (string?)line["outcome"]));
    }

    [Fact]
    public async Task SegmentIsContinuedUntilItIsCompleteAndThenTheExportIsFinished()
    {
        var plan = (await CallAsync($$"""{"step":"plan","execution":"{{Execution}}","startedAt":"2026-03-01T00:30:00Z"}"""))["plan"]!;
        var progress = JsonNode.Parse("""{"segment":0,"of":1}""");
        var calls = 0;
        do
        {
            // The context has no time left, so a call stops after its first page.
            progress = (await CallAsync(new JsonObject
            {
                ["step"] = "segment", ["execution"] = Execution, ["startedAt"] = "2026-03-01T00:30:00Z", ["plan"] = plan.DeepClone(), ["progress"] = progress!.DeepClone(),
            }.ToJsonString(), seconds: 0.000_001))["progress"]!;
            calls++;
        }
        while (!(bool)progress["isComplete"]!);

        Assert.Equal((3, 3, 3, null), (calls, (int)progress["calls"]!, (int)progress["images"]!, (string?)progress["next"]));
        var finished = (await CallAsync(new JsonObject
        {
            ["step"] = "finish", ["execution"] = Execution, ["startedAt"] = "2026-03-01T00:30:00Z", ["plan"] = plan.DeepClone(), ["segments"] = new JsonArray(progress.DeepClone()),
        }.ToJsonString()))["finished"]!;
        Assert.Equal((3, (long)progress["bytes"]!), ((int)finished["images"]!, (long)finished["bytes"]!));
        Assert.Equal(4, _files.Keys.Count);
        Assert.Equal(["planned", "to be continued", "to be continued", "complete", "finished"], _lines.Read().Select(line => (string?)line["outcome"]));
    }

    [Fact]
    public async Task IncompleteRequestIsRefused()
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => CallAsync($$"""{"step":"segment","execution":"{{Execution}}","startedAt":"2026-03-01T00:30:00Z"}"""));

        Assert.Contains(Execution, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnnotationsFindsMainAndSerializer()
    {
        var assembly = typeof(ExportFunction).Assembly;

        Assert.True(assembly.GetCustomAttribute<LambdaGlobalPropertiesAttribute>()?.GenerateMain);
        Assert.Equal(typeof(ExportSerializer), assembly.GetCustomAttribute<LambdaSerializerAttribute>()?.SerializerType);
    }

    private async Task<JsonNode> CallAsync(string json, double seconds = 60)
    {
        var serializer = new ExportSerializer();
        using var request = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var function = new ExportFunction(new(new OnePageEach(), _files, 3, TimeProvider.System), _lines.CreateCalls("export", new Unhurried()));
        using var response = new MemoryStream();
        serializer.Serialize(await function.Export(serializer.Deserialize<ExportRequest>(request), LogLines.CreateContext(seconds)), response);
        return JsonNode.Parse(response.ToArray())!;
    }

    /// <summary>A clock whose deadlines never come: they would end the call at once.</summary>
    private sealed class Unhurried : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
    }

    /// <summary>Three pages, with a record each.</summary>
    private sealed class OnePageEach : ICatalogueScan
    {
        public async IAsyncEnumerable<ScanPage> ReadAsync(
            int segment, int segments, string? start, DayRange outcomes, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            for (var page = start is null ? 0 : start.Length; page < 3; page++)
            {
                var key = $"{page}.jpg";
                yield return new(
                    [new($"uploads/{key}", "uploads", key, ImageStatus.Failed, null, null, null, null, new("Timeout", "late"), "e", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)],
                    [], page < 2 ? new string('x', page + 1) : null);
            }
        }
    }

    private sealed class Files : ILakeFiles
    {
        public SortedSet<string> Keys { get; } = new(StringComparer.Ordinal);

        public async Task<long> WriteAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
        {
            using var content = new MemoryStream();
            await write(content, cancellationToken);
            Keys.Add(key);
            return content.Length;
        }

        public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>([.. Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))]);

        public Task DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
        {
            Keys.ExceptWith(keys);
            return Task.CompletedTask;
        }
    }
}
