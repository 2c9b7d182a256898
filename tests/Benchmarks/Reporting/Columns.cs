namespace Pipeline.Benchmarks.Reporting;

/// <summary>Headings that several tables share, and README takes.</summary>
internal static class Columns
{
    public const string Sharp = "sharp";
    public const string SharpAtOurs = "sharp at our settings";
    public const string Ratio = "ratio";
    public const string RatioAtOurs = "ratio to it";
    public const string Floor = "floor";
}
