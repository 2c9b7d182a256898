using static Pipeline.Lake.Tables.ColumnType;

namespace Pipeline.Lake.Tables;

/// <summary>An export that is complete.</summary>
/// <param name="Export">Its name.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Renditions">Number of renditions.</param>
/// <param name="Outcomes">Number of outcomes, of all days that it wrote.</param>
public sealed record ExportRow(string Export, DateTimeOffset FinishedAt, long Images, long Renditions, long Outcomes);

/// <summary>The table <c>exports</c>: written last, so that readers find complete exports only.</summary>
internal static class ExportColumns
{
    public static LakeTable<ExportRow> Table { get; } = new("exports", "an export that is complete",
    [
        (new("export_id", Text, "name of the export"), row => row.Export),
        (new("finished_at", Time, "when it ended"), row => LakeTables.Utc(row.FinishedAt)),
        (new("images", Number, "number of images"), row => (long?)row.Images),
        (new("renditions", Number, "number of renditions"), row => (long?)row.Renditions),
        (new("outcomes", Number, "number of outcomes, of all days that it wrote"), row => (long?)row.Outcomes),
        (new("schema_version", Text, "version of the tables"), _ => LakeTables.SchemaVersion),
    ]);
}
