using System.Text.Json;
using Pipeline.Benchmarks.Reporting;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Benchmarks;

public sealed class ReportTests
{
    private static readonly Report Sample = new(
        "2026-03-01",
        "a machine",
        ["Image Pipeline 1", "sharp 2"],
        ["Pillow: is not installed"],
        [
            new(1, "One rendition", "How it was done.",
            [
                new(
                    "320 px",
                    [new("Image Pipeline", 9.87, Unit.Milliseconds), new("sharp", 42.4, Unit.Milliseconds), new("ratio", 0.2327, Unit.Ratio), new("SSIM", 0.98765, Unit.Similarity)],
                    [new("of sharp", 0.95, 0.2327, Unit.Ratio), new("durable", 2000, 1500, Unit.PerSecond, IsLeast: true)]),
                new("800 px", [new("Image Pipeline", 12, Unit.Milliseconds)], []),
            ])
            { Notes = ["What bounds it."] },
        ]);

    [Fact]
    public void TableHasTargetsBesideTheNumbers()
    {
        var text = Markdown.Write(Sample);

        Assert.Contains("Machine: a machine.", text, StringComparison.Ordinal);
        Assert.Contains("on 2026-03-01", text, StringComparison.Ordinal);
        Assert.Contains("- Pillow: is not installed", text, StringComparison.Ordinal);
        Assert.Contains(
            "| 320 px | 9.9 ms | 42 ms | 0.23 | 0.9877 | ≤ 0.95 of sharp: met (0.23)<br>≥ 2000 /s durable: **missed** (1500 /s) |", text, StringComparison.Ordinal);
        Assert.Contains("| 800 px | 12 ms | – | – | – |  |", text, StringComparison.Ordinal);
        Assert.Contains("What bounds it.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void OneRoundJudgesNoTarget()
    {
        var row = Sample.Workloads[0].Rows[0] with { Rounds = 1 };

        Assert.Contains(
            "≤ 0.95 of sharp: not enough rounds (0.23)<br>≥ 2000 /s durable: not enough rounds (1500 /s)", Markdown.FormatTable([row]), StringComparison.Ordinal);
        Assert.Contains("**missed**", Markdown.FormatTable([row with { Rounds = 3 }]), StringComparison.Ordinal);
    }

    [Fact]
    public void JsonHoldsTheNumbers()
    {
        var json = JsonSerializer.Serialize(Sample, ReportJson.Default.Report);

        using var document = JsonDocument.Parse(json);
        var value = document.RootElement.GetProperty("workloads")[0].GetProperty("rows")[0].GetProperty("values")[2];
        Assert.Equal(("ratio", 0.2327), (value.GetProperty("column").GetString(), value.GetProperty("number").GetDouble()));
        Assert.False(document.RootElement.GetProperty("workloads")[0].GetProperty("rows")[0].GetProperty("targets")[1].GetProperty("met").GetBoolean());
    }

    [Fact]
    public void ReadmeGetsTheTableBetweenItsMarkers()
    {
        var replaced = Readme.Replace($"before\n{Readme.Start}\nold\n{Readme.End}\nafter\n", Sample);

        Assert.StartsWith($"before\n{Readme.Start}\nMedian times beside sharp 2, each with its own defaults, on 2026-03-01 (a machine);", replaced, StringComparison.Ordinal);
        Assert.EndsWith($"{Readme.End}\nafter\n", replaced, StringComparison.Ordinal);
        Assert.Contains("| 320 px | 9.9 ms | 42 ms | 0.23 |", replaced, StringComparison.Ordinal);
        Assert.DoesNotContain("old", replaced, StringComparison.Ordinal);
        Assert.Equal(replaced, Readme.Replace(replaced, Sample));
    }

    [Fact]
    public void ReadmeWithoutMarkersIsRefused() =>
        Assert.Contains(Readme.Start, Assert.Throws<InvalidDataException>(() => Readme.Replace("no markers", Sample)).Message, StringComparison.Ordinal);

    [Fact]
    public void ReadmeOfThisRepositoryHasTheMarkers() =>
        Assert.NotEmpty(Readme.Replace(File.ReadAllText(Repository.PathOf("README.md")), Sample));

    [Fact]
    public void DurationsForCostsAreThoseOfTheRun()
    {
        var report = Sample with
        {
            Workloads =
            [
                new(1, "", "", [CreateRow("320 px, JPEG to JPEG", 9.87, 15.26, "size"), CreateRow("1600 px, JPEG to WebP", 141.6, 179.2, "size"), CreateRow("320 px, PNG with alpha to WebP", 1, 1, "size")]),
                new(2, "", "", [CreateRow("default set, one thread", 181.2, 521, "size"), CreateRow("default set, 2 threads", 1, 1, "size")]),
                new(7, "", "", [CreateRow("JPEG to avif, camera.jpg", 208, 50.8, "size, Image Pipeline"), CreateRow("JPEG to png, camera.jpg", 68, 1255.3, "size, Image Pipeline"), CreateRow("PNG to webp, a.png", 1, 1, "size, Image Pipeline")]),
            ],
        };

        using var json = JsonDocument.Parse(DurationsFile.Write(report)!);

        Assert.Equal(("2026-03-01", "a machine", 181), (Text("date"), Text("machine"), json.RootElement.GetProperty("defaultSetMilliseconds").GetInt32()));
        Assert.Equal(
            [(320, "jpeg", 9.9, 15.3), (1_600, "webp", 142, 179.2), (800, "avif", 208, 50.8), (800, "png", 68, 1_255.3)],
            json.RootElement.GetProperty("renditions").EnumerateArray().Select(rendition => (
                rendition.GetProperty("width").GetInt32(), rendition.GetProperty("format").GetString()!,
                rendition.GetProperty("milliseconds").GetDouble(), rendition.GetProperty("kilobytes").GetDouble())));
        Assert.Null(DurationsFile.Write(report with { Workloads = [.. report.Workloads.Take(2)] }));

        string? Text(string name) => json.RootElement.GetProperty(name).GetString();

        static Row CreateRow(string name, double milliseconds, double kilobytes, string size) =>
            new(name, [new("Image Pipeline", milliseconds, Unit.Milliseconds), new(size, kilobytes, Unit.Kilobytes)], []);
    }
}
