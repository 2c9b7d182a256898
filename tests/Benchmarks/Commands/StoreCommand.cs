using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Pipeline.Benchmarks.Material;
using Pipeline.Benchmarks.Serving;
using Pipeline.Core.Executions;
using Pipeline.Core.Renditions;
using Pipeline.Host.Engine;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Vips;

namespace Pipeline.Benchmarks.Commands;

/// <summary>Measures the local store: the size of an execution in the database, and the time of lists with few and with many executions.</summary>
internal static class StoreCommand
{
    private const int Rounds = 101;

    private static readonly (string Name, ExecutionFilter Filter)[] Lists =
    [
        ("newest", new()),
        ("failed", new(RecordedStatus.Failed)),
        ("one image", new(ImageId: "uploads/7/7.jpg")),
        ("images with a rare prefix", new(ImageIdPrefix: "uploads/7/")),
        ("images with a common prefix", new(ImageIdPrefix: "uploads/")),
        ("names with a common prefix", new(NamePrefix: "0")),
        ("redriven", new(IsRedriven: true)),
    ];

    public static Command Create()
    {
        var images = new Option<int>("--images") { Description = "Executions to run for the size.", DefaultValueFactory = _ => 100 };
        var counts = new Option<int[]>("--executions") { Description = "Numbers of stored executions.", DefaultValueFactory = _ => [1_000, 1_000_000] };
        var command = new Command("store", "Measure the local store: size of an execution, and lists of up to a million executions.") { images, counts };
        command.SetAction(async (result, cancellationToken) =>
        {
            await MeasureSizeAsync(result.GetValue(images), cancellationToken);
            foreach (var count in result.GetRequiredValue(counts))
            {
                await MeasureListsAsync(count, cancellationToken);
            }

            return 0;
        });
        return command;
    }

    private static async Task MeasureSizeAsync(int images, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-store-");
        try
        {
            var photo = await File.ReadAllBytesAsync(Originals.SamplePhoto, cancellationToken);
            await using (var pipeline = LocalPipeline.Open(new(folder.FullName, RenditionSet.Default), new VipsCodec(), TimeProvider.System))
            {
                for (var number = 0; number < images; number++)
                {
                    // Another content each time: bytes behind the end of a JPEG do not matter to decoders.
                    var upload = new MemoryStream([.. photo, .. BitConverter.GetBytes(number)]);
                    await (await pipeline.UploadAsync($"photos/{number}.jpg", upload, cancellationToken)).Completion;
                }
            }

            // The archiver may have been stopped before its end.
            await using (var store = LocalStore.Open(folder.FullName, TimeProvider.System))
            {
                await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);
                await store.SweepAsync(cancellationToken);
            }

            using var session = SqlSession.Open(Path.Combine(folder.FullName, "pipeline.db"), readOnly: true);
            var pageSize = session.QueryNumber("PRAGMA page_size");
            var used = session.QueryNumber("PRAGMA page_count") - session.QueryNumber("PRAGMA freelist_count");
            Write($"size: {used * pageSize / (double)images:F0} bytes an execution in use ({images} executions of the sample photo, with record, event and announcement); database {new FileInfo(session.Path).Length} bytes");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureListsAsync(int count, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-store-");
        try
        {
            await StoredExecutions.FillAsync(folder.FullName, 1, await File.ReadAllBytesAsync(Originals.SamplePhoto, cancellationToken));
            Copy(Path.Combine(folder.FullName, "pipeline.db"), count);
            await using var store = LocalStore.OpenReadOnly(folder.FullName, TimeProvider.System);
            foreach (var (name, filter) in Lists)
            {
                await MeasureAsync(count, name, () => store.Executions.ListAsync(filter, 50, null, cancellationToken));
            }

            var middle = PageToken.Create("before", (count / 2).ToString(CultureInfo.InvariantCulture));
            await MeasureAsync(count, "a page in the middle", () => store.Executions.ListAsync(new(), 50, middle, cancellationToken));
            await MeasureAsync(count, "counts by status", () => store.Executions.CountByStatusAsync(cancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Copies the first execution, without its history, which lists do not read. Every 50th is failed, every 1,000th redriven.</summary>
    private static void Copy(string path, int count)
    {
        using var session = SqlSession.Open(path, readOnly: false);
        session.ExecuteScript(string.Create(CultureInfo.InvariantCulture, $"""
            PRAGMA journal_mode = OFF;
            PRAGMA synchronous = OFF;
            BEGIN;
            WITH RECURSIVE ids(id) AS (SELECT 2 UNION ALL SELECT id + 1 FROM ids WHERE id < {count})
            INSERT INTO executions(arn, name, state_machine_arn, image_id, status, started_at, stopped_at, redrives, input, output, packed_output)
            SELECT arn || id, printf('%08x', (id * 2654435761) % 4294967296) || name, state_machine_arn, 'uploads/' || (id % 1000) || '/' || id || '.jpg',
                CASE WHEN id % 50 = 0 THEN 'FAILED' ELSE 'SUCCEEDED' END, started_at, stopped_at, id % 1000 = 0, input, output, packed_output
            FROM ids CROSS JOIN (SELECT * FROM executions WHERE number = 1);
            COMMIT;
            """));
    }

    private static async Task MeasureAsync<T>(int count, string name, Func<Task<T>> list)
    {
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await list();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Write($"{count} executions, {name}: median {times[Rounds / 2]:F2} ms, slowest {times[^1]:F2} ms");
    }

    private static void Write(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
