using System.Text.Json.Serialization;

namespace Pipeline.Benchmarks.Reporting;

/// <summary>The results of a comparison, which are written to RESULTS.md and README.md or printed as JSON.</summary>
/// <param name="Date">Day of the run, UTC.</param>
/// <param name="Machine">Processor, cores, memory and system.</param>
/// <param name="Versions">Name and version of every contender.</param>
/// <param name="Skipped">Contenders that were left out, each with the reason.</param>
/// <param name="Workloads">Results, one table per workload.</param>
internal sealed record Report(
    string Date, string Machine, IReadOnlyList<string> Versions, IReadOnlyList<string> Skipped, IReadOnlyList<Workload> Workloads);

/// <param name="Number">Number of the workload.</param>
/// <param name="Title">Heading.</param>
/// <param name="How">Description of runs, files and rounds.</param>
/// <param name="Rows">Results.</param>
internal sealed record Workload(int Number, string Title, string How, IReadOnlyList<Row> Rows)
{
    /// <summary>Explanations, such as what bounds the times.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <param name="Name">Name of the measurement, such as <c>320 px, JPEG to JPEG</c>.</param>
/// <param name="Values">Values, one per column.</param>
/// <param name="Targets">Targets to reach.</param>
internal sealed record Row(string Name, IReadOnlyList<Value> Values, IReadOnlyList<TargetValue> Targets)
{
    /// <summary>Number of rounds that counted; null if the row is not measured in rounds. One round cannot show that a target is missed.</summary>
    public int? Rounds { get; init; }
}

/// <param name="Column">Heading of the column.</param>
/// <param name="Number">The value; null if it was not measured.</param>
/// <param name="Unit">Unit, which also sets the precision.</param>
internal sealed record Value(string Column, double? Number, Unit Unit);

/// <param name="Of">What the limit applies to, such as <c>of sharp</c>.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Actual">The measured value.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="IsLeast">Whether the limit is a minimum; otherwise it is a maximum.</param>
internal sealed record TargetValue(string Of, double Limit, double Actual, Unit Unit, bool IsLeast = false)
{
    public bool Met => IsLeast ? Actual >= Limit : Actual <= Limit;
}

[JsonConverter(typeof(JsonStringEnumConverter<Unit>))]
internal enum Unit
{
    Milliseconds,
    Microseconds,
    Ratio,
    Kilobytes,
    Megabytes,
    Bytes,
    PerSecond,
    Similarity,
    Percent,
    Exponent,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;
