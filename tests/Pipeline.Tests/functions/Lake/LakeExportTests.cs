using System.Runtime.CompilerServices;
using Parquet;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Outcomes;
using Pipeline.Imaging.Formats;
using Pipeline.Lake.Export;
using Pipeline.Lake.Files;
using Pipeline.Lake.Tables;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Lake;

/// <summary>Exports of a catalogue into files in memory, which the library's own reader reads back.</summary>
public sealed class LakeExportTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    private readonly MemoryFiles _files = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task EveryValueOfARecordIsInItsColumn()
    {
        var record = Ready("ä/b c.jpg", 4_000);

        await ExportAsync([record, new("uploads/x", "uploads", "x", ImageStatus.Rejected, null, null, null, null, new("emptyObject", "It is empty."), "e2", _time.Now, _time.Now)]);

        var images = await ReadAsync(Assert.Single(_files.Keys("lake/images/")));
        Assert.Equal(LakeTables.Images.Columns.Select(column => column.Name), images.Keys);
        Assert.Equal(["uploads/ä/b c.jpg", "uploads/x"], images["image_id"]);
        Assert.Equal(["ready", "rejected"], images["status"]);
        Assert.Equal([null, "emptyObject"], images["reason_code"]);
        Assert.Equal(["jpeg", null], images["format"]);
        Assert.Equal([4_000L, null], images["bytes"]);
        Assert.Equal([false, null], images["damaged"]);
        Assert.Equal([2L, null], images["renditions"]);
        // Both renditions share a file.
        Assert.Equal([300L, null], images["rendition_bytes"]);
        Assert.Equal([new DateTime(2026, 3, 1, 12, 0, 0), new DateTime(2026, 3, 1, 12, 0, 0)], images["updated_at"]);
        var renditions = await ReadAsync(Assert.Single(_files.Keys("lake/renditions/")));
        Assert.Equal(["thumb", "small"], renditions["name"]);
        Assert.Equal([4_000L, 4_000L], renditions["original_bytes"]);
        Assert.Equal(["webp", "webp"], renditions["format"]);
    }

    [Fact]
    public async Task FilesAreNamedByDayAndCompressedWithZstandard()
    {
        await ExportAsync([Ready("a.jpg", 1)]);

        var key = Assert.Single(_files.Keys("lake/images/"));
        Assert.StartsWith("lake/images/dt=2026-03-01/e-", key, StringComparison.Ordinal);
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(_files.Contents[key]));
        Assert.Equal(LakeTables.SchemaVersion, reader.CustomMetadata["pipeline.schema"]);
        Assert.All(reader.Metadata!.RowGroups[0].Columns, column => Assert.Equal(Parquet.Meta.CompressionCodec.ZSTD, column.MetaData!.Codec));
    }

    [Fact]
    public async Task RowGroupsHaveAHundredThousandRows()
    {
        await ExportAsync([.. Enumerable.Range(0, 200_001).Select(number => Ready($"{number}.jpg", number) with { Current = null })]);

        var rows = new List<long>();
        foreach (var key in _files.Keys("lake/images/"))
        {
            await using var reader = await ParquetReader.CreateAsync(new MemoryStream(_files.Contents[key]));
            rows.AddRange(reader.Metadata!.RowGroups.Select(group => group.NumRows));
        }

        Assert.Equal([100_000, 100_000, 1], rows);
    }

    [Fact]
    public async Task OutcomesOfEachPlannedDayGoToItsFolder()
    {
        RecordedOutcome[] outcomes = [Outcome(-9), Outcome(-2), Outcome(-1), Outcome(0)];
        var plan = await PlanAsync(keptDays: 7, includesToday: false);

        await ExportAsync([], outcomes, plan);

        Assert.Equal(["lake/outcomes/dt=2026-02-27/", "lake/outcomes/dt=2026-02-28/"], _files.Keys("lake/outcomes/").Select(key => key[..(key.LastIndexOf('/') + 1)]));
        var day = await ReadAsync(_files.Keys("lake/outcomes/")[1]);
        Assert.Equal(["failed"], day["outcome"]);
        Assert.Equal(["Timeout"], day["reason_code"]);
    }

    [Fact]
    public async Task OutcomesThatAnEarlierExportHasCompletelyAreNotWrittenAgain()
    {
        await ExportAsync([], [Outcome(-1)], await PlanAsync(keptDays: 7, includesToday: false));
        _time.Now = _time.Now.AddDays(2);

        var plan = await PlanAsync(keptDays: 7, includesToday: false);

        // The day of the first export was not over then.
        Assert.Equal(new DayRange(Today, Today.AddDays(1)), plan.Outcomes);
    }

    [Fact]
    public async Task DaysThatMayHaveLostOutcomesAreNotWritten()
    {
        await ExportAsync([], [], await PlanAsync(keptDays: 7, includesToday: false));
        _time.Now = _time.Now.AddDays(30);

        Assert.Equal(new DayRange(Today.AddDays(24), Today.AddDays(29)), (await PlanAsync(keptDays: 7, includesToday: false)).Outcomes);
    }

    [Fact]
    public async Task AnotherExportOfTheDayReplacesTheFirst()
    {
        await ExportAsync([Ready("a.jpg", 1), Ready("b.jpg", 2)], [Outcome(0)], await PlanAsync("first", 7, includesToday: true));
        var finished = await ExportAsync([Ready("a.jpg", 1)], [Outcome(0), Outcome(0) with { Execution = "other" }], await PlanAsync("second", 7, includesToday: true));

        Assert.All(_files.Keys("lake/"), key => Assert.Contains("/second-", key, StringComparison.Ordinal));
        Assert.Equal((1, 2, 2, 4), (finished.Images, finished.Renditions, finished.Outcomes, finished.Replaced));
        Assert.Equal([1L], (await ReadAsync(Assert.Single(_files.Keys("lake/exports/"))))["images"]);
    }

    [Fact]
    public async Task SegmentThatTakesTooLongIsContinuedWhereItStopped()
    {
        var scan = new PagedScan([.. Enumerable.Range(0, 5).Select(number => Ready($"{number}.jpg", number))], [], 2);
        var exporter = new SegmentExporter(scan, _files, _time, TimeSpan.Zero);
        var plan = await PlanAsync(keptDays: 7, includesToday: false);
        var (calls, start) = (new List<SegmentResponse>(), (string?)null);
        do
        {
            calls.Add(await exporter.ExportAsync(new(plan, 0, 1, calls.Count, start), CancellationToken.None));
            start = calls[^1].Next;
        }
        while (start is not null);

        var finished = await new ExportFinisher(_files, _time).FinishAsync(new(plan, calls), CancellationToken.None);
        Assert.Equal((3, 5), (calls.Count, finished.Images));
        var names = new List<object?>();
        foreach (var key in _files.Keys("lake/images/"))
        {
            names.AddRange((await ReadAsync(key))["key"]);
        }

        Assert.Equal(["0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg"], names);
    }

    [Fact]
    public async Task RetryOfASegmentReplacesWhatItWrote()
    {
        var plan = await PlanAsync(keptDays: 7, includesToday: false);
        var exporter = new SegmentExporter(new PagedScan([Ready("a.jpg", 1)], [], 10), _files, _time);

        await exporter.ExportAsync(new(plan, 0, 1), CancellationToken.None);
        var before = _files.Keys("lake/");
        await exporter.ExportAsync(new(plan, 0, 1), CancellationToken.None);

        Assert.Equal(before, _files.Keys("lake/"));
    }

    /// <summary>The response of an attempt may be lost after it wrote more than the next one does.</summary>
    [Fact]
    public async Task FilesOfALongerAttemptAreRemoved()
    {
        var plan = await PlanAsync(keptDays: 7, includesToday: true);
        var records = Enumerable.Range(0, 100_001).Select(number => Ready($"{number}.jpg", number) with { Current = null }).ToArray();
        await new SegmentExporter(new PagedScan(records, [Outcome(-1)], 50_000), _files, _time).ExportAsync(new(plan, 0, 1), CancellationToken.None);
        await new SegmentExporter(new PagedScan(records, [], 50_000), _files, _time).ExportAsync(new(plan, 1, 2), CancellationToken.None);
        Assert.Equal(5, _files.Keys("lake/").Count);

        var retried = await new SegmentExporter(new PagedScan(records, [], 50_000), _files, _time, TimeSpan.Zero).ExportAsync(new(plan, 0, 1), CancellationToken.None);

        Assert.Equal((1, 50_000), (retried.Files, retried.Images));
        Assert.Equal(
            ["lake/images/dt=2026-03-01/e-0000-0000-0000.parquet", "lake/images/dt=2026-03-01/e-0001-0000-0000.parquet", "lake/images/dt=2026-03-01/e-0001-0000-0001.parquet"],
            _files.Keys("lake/"));
    }

    [Fact]
    public async Task ExportWhoseFilesAnotherOneRemovedIsNotShown()
    {
        var first = await PlanAsync("first", 7, includesToday: true);
        var written = await new SegmentExporter(new PagedScan([Ready("a.jpg", 1)], [], 10), _files, _time).ExportAsync(new(first, 0, 1), CancellationToken.None);
        await ExportAsync([Ready("b.jpg", 1)], [], await PlanAsync("second", 7, includesToday: true));

        var disturbed = await Assert.ThrowsAsync<ExportDisturbedException>(() => new ExportFinisher(_files, _time).FinishAsync(new(first, [written]), CancellationToken.None));

        Assert.Equal("Export first wrote 2 files, and 0 are there: another export ran at the same time, or somebody changed them. Start another export.", disturbed.Message);
        Assert.All(_files.Keys("lake/"), key => Assert.Contains("/second-", key, StringComparison.Ordinal));
    }

    private Task<ExportPlan> PlanAsync(int keptDays, bool includesToday) => PlanAsync("e", keptDays, includesToday);

    private Task<ExportPlan> PlanAsync(string name, int keptDays, bool includesToday) =>
        ExportPlan.CreateAsync(name, DateOnly.FromDateTime(_time.Now.UtcDateTime), keptDays, includesToday, _files, CancellationToken.None);

    private async Task<FinishResponse> ExportAsync(IReadOnlyList<ImageRecord> records, IReadOnlyList<RecordedOutcome>? outcomes = null, ExportPlan? plan = null)
    {
        plan ??= await PlanAsync(7, includesToday: false);
        var response = await new SegmentExporter(new PagedScan(records, outcomes ?? [], 1_000), _files, _time).ExportAsync(new(plan, 0, 1), CancellationToken.None);
        Assert.Null(response.Next);
        return await new ExportFinisher(_files, _time).FinishAsync(new(plan, [response]), CancellationToken.None);
    }

    private ImageRecord Ready(string key, long bytes) => new(
        $"uploads/{key}", "uploads", key, ImageStatus.Ready,
        new(
            "00", "set", $"{key}/", ImageFormat.Jpeg, 40, 30, 1, bytes, null,
            [new("thumb", $"{key}/t", ImageFormat.WebP, "image/webp", 4, 3, 1, 300), new("small", $"{key}/t", ImageFormat.WebP, "image/webp", 4, 3, 1, 300)]),
        null, null, null, null, "e1", _time.Now, _time.Now);

    private RecordedOutcome Outcome(int days) => new("uploads/a", "a", "failed", "e1", _time.Now.AddDays(days), new("Timeout", "It took too long."));

    private async Task<Dictionary<string, object?[]>> ReadAsync(string key)
    {
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(_files.Contents[key]));
        using var group = reader.OpenRowGroupReader(0);
        var columns = new Dictionary<string, object?[]>();
        foreach (var field in reader.Schema.DataFields)
        {
            var count = (int)group.RowCount;
            columns[field.Name] = field.ClrType switch
            {
                var type when type == typeof(ReadOnlyMemory<char>) => await ReadTextAsync(),
                var type when type == typeof(long) => await ReadValuesAsync<long>(),
                var type when type == typeof(double) => await ReadValuesAsync<double>(),
                var type when type == typeof(bool) => await ReadValuesAsync<bool>(),
                _ => await ReadValuesAsync<DateTime>(),
            };

            async Task<object?[]> ReadTextAsync()
            {
                var values = new string?[count];
                await group.ReadAsync(field, values.AsMemory());
                return values;
            }

            async Task<object?[]> ReadValuesAsync<T>()
                where T : struct
            {
                var values = new T?[count];
                await group.ReadAsync<T>(field, values.AsMemory());
                return Array.ConvertAll(values, value => (object?)value);
            }
        }

        return columns;
    }

    /// <summary>Records and outcomes, some on each page.</summary>
    private sealed class PagedScan(IReadOnlyList<ImageRecord> records, IReadOnlyList<RecordedOutcome> outcomes, int size) : ICatalogueScan
    {
        public async IAsyncEnumerable<ScanPage> ReadAsync(
            int segment, int segments, string? start, DayRange days, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            var first = start is null ? 0 : int.Parse(start, System.Globalization.CultureInfo.InvariantCulture);
            for (var position = first; position == 0 || position < Math.Max(records.Count, outcomes.Count); position += size)
            {
                var next = position + size < Math.Max(records.Count, outcomes.Count) ? $"{position + size}" : null;
                yield return new([.. records.Skip(position).Take(size)], [.. outcomes.Skip(position).Take(size)], next);
            }
        }
    }

    private sealed class MemoryFiles : ILakeFiles
    {
        public SortedDictionary<string, byte[]> Contents { get; } = new(StringComparer.Ordinal);

        public List<string> Keys(string prefix) => [.. Contents.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];

        public async Task<long> WriteAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
        {
            using var stream = new MemoryStream();
            await write(stream, cancellationToken);
            Contents[key] = stream.ToArray();
            return Contents[key].Length;
        }

        public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(Keys(prefix));

        public Task DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
        {
            foreach (var key in keys)
            {
                Contents.Remove(key);
            }

            return Task.CompletedTask;
        }
    }
}
