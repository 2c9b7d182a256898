using System.Globalization;

namespace Pipeline.Lake.Tables;

/// <summary>The tables, and where their files are.</summary>
public static class LakeTables
{
    /// <summary>
    /// Version of the tables, which is in the metadata of every file (<c>pipeline.schema</c>) and in <c>exports</c>. It changes when a column
    /// changes its meaning or goes. A column that is added changes nothing: it is null in older files.
    /// </summary>
    public const string SchemaVersion = "1";

    /// <summary>Prefix of all keys in the internal bucket.</summary>
    public const string Prefix = "lake/";

    /// <summary>Column of the day, in UTC, in the names of the folders: text such as <c>2026-11-29</c>.</summary>
    public const string DayColumn = "dt";

    public static LakeTable<ImageRow> Images => ImageColumns.Table;

    public static LakeTable<RenditionRow> Renditions => RenditionColumns.Table;

    public static LakeTable<Core.Outcomes.RecordedOutcome> Outcomes => OutcomeColumns.Table;

    public static LakeTable<ExportRow> Exports => ExportColumns.Table;

    /// <summary>All tables.</summary>
    public static IReadOnlyList<LakeTable> All { get; } = [Images, Renditions, Outcomes, Exports];

    /// <summary>The text of a day: <c>2026-11-29</c>.</summary>
    public static string Format(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Times are without a zone in the files.</summary>
    internal static object? Utc(DateTimeOffset? time) => time is { } at ? DateTime.SpecifyKind(at.UtcDateTime, DateTimeKind.Unspecified) : null;

    /// <summary>The text of a value of an enumeration: <c>ready</c>.</summary>
    internal static string? Lower<T>(T? value)
        where T : struct, Enum => value?.ToString().ToLowerInvariant();
}
