using Pipeline.Lake.Files;
using Pipeline.Lake.Tables;

namespace Pipeline.Lake.Export;

/// <summary>An export whose segments are written.</summary>
/// <param name="Plan">The export.</param>
/// <param name="Calls">What the calls for all its segments wrote.</param>
public sealed record FinishRequest(ExportPlan Plan, IReadOnlyList<SegmentResponse> Calls);

/// <summary>An export that is complete.</summary>
/// <param name="Export">Its name.</param>
/// <param name="Day">Day of its images and renditions.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Renditions">Number of renditions.</param>
/// <param name="Outcomes">Number of outcomes.</param>
/// <param name="Bytes">Size of all files in bytes.</param>
/// <param name="Replaced">Number of files of earlier exports that it replaced.</param>
public sealed record FinishResponse(string Export, DateOnly Day, long Images, long Renditions, long Outcomes, long Bytes, int Replaced);

/// <summary>Makes an export the one that readers see, and removes what it replaces: files of earlier exports, or of one that failed, of the same days.</summary>
public sealed class ExportFinisher(ILakeFiles files, TimeProvider time)
{
    /// <exception cref="ExportDisturbedException">Files of the export are missing, or there are others that have its name.</exception>
    public async Task<FinishResponse> FinishAsync(FinishRequest request, CancellationToken cancellationToken)
    {
        var plan = request.Plan;
        var (own, others) = await ListFilesAsync(plan, cancellationToken);
        var written = request.Calls.Sum(call => call.Files);
        if (own != written)
        {
            throw new ExportDisturbedException(plan.Export, own, written);
        }

        var row = new ExportRow(
            plan.Export, time.GetUtcNow(), request.Calls.Sum(call => call.Images), request.Calls.Sum(call => call.Renditions), request.Calls.Sum(call => call.Outcomes));
        await files.WriteAsync(
            $"{LakeTables.Exports.PrefixOf(plan.Day)}{plan.Export}-.parquet", (stream, token) => LakeTables.Exports.WriteAsync(stream, [row], token), cancellationToken);
        await files.DeleteAsync(others, cancellationToken);
        return new(plan.Export, plan.Day, row.Images, row.Renditions, row.Outcomes, request.Calls.Sum(call => call.Bytes), others.Count);
    }

    /// <summary>Counts the files of the export, and lists those of others in the same folders. Its row, which an attempt may have written, is none of them.</summary>
    private async Task<(int Own, IReadOnlyList<string> Others)> ListFilesAsync(ExportPlan plan, CancellationToken cancellationToken)
    {
        var (own, others) = (0, new List<string>());
        foreach (var folder in ListFolders(plan))
        {
            var keys = (await files.ListAsync(folder, cancellationToken)).ToLookup(key => key.StartsWith($"{folder}{plan.Export}-", StringComparison.Ordinal));
            own += folder == LakeTables.Exports.PrefixOf(plan.Day) ? 0 : keys[true].Count();
            others.AddRange(keys[false]);
        }

        return (own, others);
    }

    private static IEnumerable<string> ListFolders(ExportPlan plan)
    {
        yield return LakeTables.Images.PrefixOf(plan.Day);
        yield return LakeTables.Renditions.PrefixOf(plan.Day);
        yield return LakeTables.Exports.PrefixOf(plan.Day);
        for (var day = plan.Outcomes.First; day <= plan.Outcomes.Last; day = day.AddDays(1))
        {
            yield return LakeTables.Outcomes.PrefixOf(day);
        }
    }
}
