using Pipeline.Core.Outcomes;
using Pipeline.Lake.Files;
using Pipeline.Lake.Tables;

namespace Pipeline.Lake.Export;

/// <summary>A segment to write, or to continue.</summary>
/// <param name="Plan">The export.</param>
/// <param name="Segment">Number of the segment, from 0.</param>
/// <param name="Segments">Number of segments.</param>
/// <param name="Call">Number of the call for this segment, from 0. It is part of the files' names, so that a retry replaces what an attempt wrote.</param>
/// <param name="Start">Where to continue; null for the beginning.</param>
public sealed record SegmentRequest(ExportPlan Plan, int Segment, int Segments, int Call = 0, string? Start = null);

/// <summary>What a call wrote.</summary>
/// <param name="Images">Number of images.</param>
/// <param name="Renditions">Number of renditions.</param>
/// <param name="Outcomes">Number of outcomes.</param>
/// <param name="Files">Number of files.</param>
/// <param name="Bytes">Size of the files in bytes.</param>
/// <param name="Next">Where the next call continues; null if the segment is complete.</param>
public sealed record SegmentResponse(long Images, long Renditions, long Outcomes, int Files, long Bytes, string? Next);

/// <summary>Writes a segment of the catalogue as Parquet files.</summary>
/// <param name="scan">Reads the catalogue.</param>
/// <param name="files">Receives the files.</param>
/// <param name="time">Clock.</param>
/// <param name="maxTime">How long a call reads before it leaves the rest to the next; null for no limit.</param>
public sealed class SegmentExporter(ICatalogueScan scan, ILakeFiles files, TimeProvider time, TimeSpan? maxTime = null)
{
    public async Task<SegmentResponse> ExportAsync(SegmentRequest request, CancellationToken cancellationToken)
    {
        var (plan, started) = (request.Plan, time.GetTimestamp());
        var name = $"{plan.Export}-{request.Segment:D4}-{request.Call:D4}";
        var images = new RowBuffer<ImageRow>(LakeTables.Images, plan.Day, name, files);
        var renditions = new RowBuffer<RenditionRow>(LakeTables.Renditions, plan.Day, name, files);
        var outcomes = new Dictionary<DateOnly, RowBuffer<RecordedOutcome>>();
        string? next = null;
        await foreach (var page in scan.ReadAsync(request.Segment, request.Segments, request.Start, plan.Outcomes, cancellationToken))
        {
            ImageRow[] rows = [.. page.Records.Select(record => new ImageRow(record, plan.Export))];
            await images.AddAsync(rows, cancellationToken);
            await renditions.AddAsync(rows.SelectMany(RenditionRow.ListOf), cancellationToken);
            foreach (var day in page.Outcomes.Where(outcome => plan.Outcomes.Contains(outcome.Day)).GroupBy(outcome => outcome.Day))
            {
                if (!outcomes.TryGetValue(day.Key, out var buffer))
                {
                    outcomes[day.Key] = buffer = new(LakeTables.Outcomes, day.Key, name, files);
                }

                await buffer.AddAsync(day, cancellationToken);
            }

            next = page.Next;
            if (maxTime is { } limit && next is not null && time.GetElapsedTime(started) >= limit)
            {
                break;
            }
        }

        await images.FlushAsync(cancellationToken);
        await renditions.FlushAsync(cancellationToken);
        foreach (var buffer in outcomes.Values)
        {
            await buffer.FlushAsync(cancellationToken);
        }

        string[] written = [.. images.Files, .. renditions.Files, .. outcomes.Values.SelectMany(buffer => buffer.Files)];
        await RemoveLeftoversAsync(plan, name, written, cancellationToken);
        return new(
            images.Rows, renditions.Rows, outcomes.Values.Sum(buffer => buffer.Rows), written.Length,
            images.Bytes + renditions.Bytes + outcomes.Values.Sum(buffer => buffer.Bytes), next);
    }

    /// <summary>An attempt whose response was lost may have read further, and have written more files. The next call writes their rows again.</summary>
    private async Task RemoveLeftoversAsync(ExportPlan plan, string name, IReadOnlyList<string> written, CancellationToken cancellationToken)
    {
        foreach (var folder in new[] { LakeTables.Images.PrefixOf(plan.Day), LakeTables.Renditions.PrefixOf(plan.Day), LakeTables.Outcomes.Prefix })
        {
            var leftovers = (await files.ListAsync(folder, cancellationToken))
                .Where(key => key.Contains($"/{name}-", StringComparison.Ordinal)).Except(written, StringComparer.Ordinal).ToArray();
            if (leftovers.Length > 0)
            {
                await files.DeleteAsync(leftovers, cancellationToken);
            }
        }
    }
}
