namespace Pipeline.Benchmarks.Workloads;

/// <summary>Headings that several tables share, and README takes.</summary>
internal static class Columns
{
    public const string Sharp = "sharp";
    public const string Ratio = "ratio";
    public const string Floor = "floor";
}
