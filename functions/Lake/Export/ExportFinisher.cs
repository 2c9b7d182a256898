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
    public async Task<FinishResponse> FinishAsync(FinishRequest request, CancellationToken cancellationToken)
    {
        var plan = request.Plan;
        var row = new ExportRow(
            plan.Export, time.GetUtcNow(), request.Calls.Sum(call => call.Images), request.Calls.Sum(call => call.Renditions), request.Calls.Sum(call => call.Outcomes));
        await files.WriteAsync(
            $"{LakeTables.Exports.PrefixOf(plan.Day)}{plan.Export}-.parquet", (stream, token) => LakeTables.Exports.WriteAsync(stream, [row], token), cancellationToken);
        var replaced = 0;
        foreach (var folder in ListFolders(plan))
        {
            var others = (await files.ListAsync(folder, cancellationToken)).Where(key => !key.StartsWith($"{folder}{plan.Export}-", StringComparison.Ordinal)).ToArray();
            await files.DeleteAsync(others, cancellationToken);
            replaced += others.Length;
        }

        return new(plan.Export, plan.Day, row.Images, row.Renditions, row.Outcomes, request.Calls.Sum(call => call.Bytes), replaced);
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
