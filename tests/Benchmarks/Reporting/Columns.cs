namespace Pipeline.Benchmarks.Reporting;

/// <summary>Headings that several tables share. The table in README.md uses some of them.</summary>
internal static class Columns
{
    public const string Sharp = "sharp";
    public const string SharpAtOurs = "sharp at our settings";
    public const string Ratio = "ratio";
    public const string RatioAtOurs = "ratio at our settings";
    public const string Floor = "floor";
    public const string RatioToFloor = "ratio to floor";
}
