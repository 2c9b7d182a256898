using System.Text.Json.Nodes;

namespace Pipeline.Cloud.Costs;

/// <summary>One rendition of the benchmarks' photograph, alone, on one processor.</summary>
/// <param name="Format">Format, such as <c>webp</c>.</param>
/// <param name="Pixels">Number of pixels.</param>
/// <param name="Milliseconds">Reading, decoding, resampling and encoding.</param>
/// <param name="Kilobytes">Size of the file.</param>
internal sealed record MeasuredRendition(string Format, long Pixels, decimal Milliseconds, decimal Kilobytes);

/// <summary>
/// What the benchmarks measured with the codec that Lambda runs. `durations.json` holds it, which `tests/Benchmarks compare` writes.
/// </summary>
/// <param name="Date">Day of the run.</param>
/// <param name="Machine">Where it ran.</param>
/// <param name="Renditions">Renditions by themselves.</param>
/// <param name="DefaultSetMilliseconds">The default rendition set from one decode.</param>
internal sealed record Durations(string Date, string Machine, IReadOnlyList<MeasuredRendition> Renditions, decimal DefaultSetMilliseconds)
{
    /// <summary>The photograph: 12 megapixels, a JPEG of 4.4 MB.</summary>
    public const int OriginalWidth = 4_000, OriginalHeight = 3_000;

    public const decimal OriginalMegabytes = 4.4m;

    public static Durations Measured { get; } = Parse(EmbeddedFile.Read("durations.json"));

    /// <summary>Estimates a rendition by itself from the measured ones: on the line between its neighbours of the same format.</summary>
    /// <param name="format">Format, such as <c>webp</c>.</param>
    /// <param name="pixels">Number of pixels.</param>
    public decimal EstimateMilliseconds(string format, long pixels) => Estimate(format, pixels, rendition => rendition.Milliseconds, Fastest.Milliseconds);

    /// <summary>Estimates the size of a file in the same way.</summary>
    public decimal EstimateKilobytes(string format, long pixels) => Estimate(format, pixels, rendition => rendition.Kilobytes, 0);

    private MeasuredRendition Fastest => Renditions.MinBy(rendition => rendition.Milliseconds)!;

    private decimal Estimate(string format, long pixels, Func<MeasuredRendition, decimal> select, decimal smallest)
    {
        var points = Renditions.Where(rendition => rendition.Format == format).OrderBy(rendition => rendition.Pixels)
            .Select(rendition => (rendition.Pixels, Value: select(rendition))).ToList();
        // A format that was measured in one size begins where every rendition does: with the decode alone.
        if (points.Count < 2)
        {
            points.Insert(0, (Fastest.Pixels, Math.Min(smallest, points[0].Value)));
        }

        var right = Math.Clamp(points.FindIndex(point => point.Pixels >= pixels) is var found && found < 0 ? points.Count - 1 : found, 1, points.Count - 1);
        var ((x0, y0), (x1, y1)) = (points[right - 1], points[right]);
        return Math.Max(points[0].Value, y0 + ((y1 - y0) * (pixels - x0) / (x1 - x0)));
    }

    private static Durations Parse(string json)
    {
        var file = JsonNode.Parse(json)!;
        return new(
            (string)file["date"]!,
            (string)file["machine"]!,
            [.. file["renditions"]!.AsArray().Select(rendition => new MeasuredRendition(
                (string)rendition!["format"]!,
                (long)rendition["width"]! * (long)rendition["width"]! * OriginalHeight / OriginalWidth,
                (decimal)rendition["milliseconds"]!,
                (decimal)rendition["kilobytes"]!))],
            (decimal)file["defaultSetMilliseconds"]!);
    }
}
