using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Pipeline.Benchmarks.Ours;

/// <summary>Cycles of the processor's nominal clock per pixel of the source.</summary>
internal sealed class CyclesColumn(double gigahertz) : IColumn
{
    public string Id => nameof(CyclesColumn);

    public string ColumnName => "Cycles/px";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => FormattableString.Invariant($"Cycles at {gigahertz:F2} GHz per pixel of the source");

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics)
        {
            return "–";
        }

        var width = int.Parse(((string)benchmarkCase.Parameters[nameof(MicroBenchmarks.Widths)]).Split('-')[0], CultureInfo.InvariantCulture);
        return (statistics.Median * gigahertz / (width * (width * 3 / 4))).ToString("F2", CultureInfo.InvariantCulture);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
