using System.Text.Json.Serialization;

namespace Pipeline.Benchmarks.Reporting;

/// <summary>A comparison, as it is written to RESULTS.md, into README, and printed as JSON.</summary>
/// <param name="Date">Day of the run, UTC.</param>
/// <param name="Machine">Processor, cores and system.</param>
/// <param name="Versions">Everybody that took part.</param>
/// <param name="Skipped">Who and what was left out, and why.</param>
/// <param name="Workloads">A table each.</param>
internal sealed record Report(
    string Date, string Machine, IReadOnlyList<string> Versions, IReadOnlyList<string> Skipped, IReadOnlyList<Workload> Workloads);

/// <param name="Number">Of the workload.</param>
/// <param name="Title">Its heading.</param>
/// <param name="How">What was run, on which files, how often.</param>
/// <param name="Rows">What came out.</param>
internal sealed record Workload(int Number, string Title, string How, IReadOnlyList<Row> Rows)
{
    /// <summary>What bounds a target that is missed, or needs a word of explanation.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <param name="Name">What was measured: <c>320 px, JPEG to JPEG</c>.</param>
/// <param name="Values">A column each.</param>
/// <param name="Targets">What was to be reached.</param>
internal sealed record Row(string Name, IReadOnlyList<Value> Values, IReadOnlyList<TargetValue> Targets);

/// <param name="Column">Heading.</param>
/// <param name="Number">The value; null: not measured here.</param>
/// <param name="Unit">How to write it.</param>
internal sealed record Value(string Column, double? Number, Unit Unit);

/// <param name="Of">What is bounded: <c>of sharp</c>.</param>
/// <param name="Limit">The bound.</param>
/// <param name="Actual">What was measured.</param>
/// <param name="Unit">Of both.</param>
/// <param name="IsLeast">Whether the bound is a least value; otherwise a greatest.</param>
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
