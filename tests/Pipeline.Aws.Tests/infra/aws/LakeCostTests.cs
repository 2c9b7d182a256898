using System.Runtime.CompilerServices;
using Pipeline.Cloud.Costs;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Costs;
using Pipeline.Core.Outcomes;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Formats;
using Pipeline.Lake.Export;
using Pipeline.Lake.Files;

namespace Pipeline.Aws.Tests.Infra;

/// <summary>What the data lake costs, compared with what an export does.</summary>
public sealed class LakeCostTests
{
    private const int Images = 5_000;

    private static readonly CostSettings Settings = CostSettings.Default with { Lake = new(4, 90) };

    [Fact]
    public void DataLakeAddsAWriteForEachImageAndAnExportForEachNight()
    {
        var (without, with) = (CostTables.Estimate(CostSettings.Default), CostTables.Estimate(Settings));

        Assert.Equal(1, AmountOf(with, CostPeriod.Image, Prices.Writes) - AmountOf(without, CostPeriod.Image, Prices.Writes));
        // A million records of 2 kB take 250,000 units, $0.03.
        Assert.Equal(0.25m * 30, AmountOf(with, CostPeriod.KeptImage, Prices.Reads));
        Assert.Equal(0.03m, Math.Round(0.25m * 1_000_000 * Prices.Reads.Dollars, 2));
        Assert.Equal(without.Lines, with.Lines.Where(line => without.Lines.Contains(line)));
        Assert.InRange(with.TotalOf(CostPeriod.Month, 1) - without.TotalOf(CostPeriod.Month, 1), 0.001m, 0.1m);
    }

    [Fact]
    public void SettingsOfEarlierStacksHaveNoDataLake()
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(Settings.ToJson())!.AsObject();
        Assert.Equal(new CostSettings.DataLake(4, 90), CostSettings.Parse(json.ToJsonString()).Lake);
        json.Remove("lake");

        Assert.Null(CostSettings.Parse(json.ToJsonString()).Lake);
    }

    /// <summary>Names of files and hashes are as different from each other as in a real catalogue.</summary>
    [Fact]
    public async Task FilesHaveAboutAsManyBytesForAnImageAsTheCostsSay()
    {
        var files = new CountedFiles();
        var exporter = new SegmentExporter(new Photographs(), files, TimeProvider.System);

        var written = await exporter.ExportAsync(new(new("e", new(2026, 3, 1), new(new(2026, 3, 1), new(2026, 3, 1))), 0, 1), CancellationToken.None);

        Assert.Equal((Images, Images * RenditionSet.Default.Renditions.Count), (written.Images, written.Renditions));
        Assert.InRange((decimal)written.Bytes / Images, LakeCosts.ImageBytes * 0.75m, LakeCosts.ImageBytes * 1.25m);
    }

    private static decimal AmountOf(CostEstimate estimate, CostPeriod period, Price price) =>
        estimate.Lines.Where(line => line.Period == period && line.Price == price).Sum(line => line.Amount);

    /// <summary>A catalogue of photographs with the default set.</summary>
    private sealed class Photographs : ICatalogueScan
    {
        public async IAsyncEnumerable<ScanPage> ReadAsync(int segment, int segments, string? start, DayRange outcomes, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            var random = new Random(1);
            yield return new([.. Enumerable.Range(0, Images).Select(_ => Create(random))], Array.Empty<RecordedOutcome>(), null);
        }

        private static ImageRecord Create(Random random)
        {
            var key = $"photos/2026/{random.Next(1, 13):00}/IMG_{random.Next(10_000):0000}-{Hex(random, 4)}.jpg";
            var hash = Hex(random, 32);
            var (prefix, time) = ($"{key}/{hash[..16]}-0123456789abcdef", DateTimeOffset.UnixEpoch.AddSeconds(random.Next(1_700_000_000, 1_800_000_000)));
            RenditionRecord[] renditions =
            [
                .. RenditionSet.Default.Renditions.Select(rendition => new RenditionRecord(
                    rendition.Name, $"{prefix}/{rendition.Name}.webp", ImageFormat.WebP, "image/webp", 800, 600, 1, random.Next(5_000, 300_000))),
            ];
            return new(
                ImageIds.Create("uploads", key), "uploads", key, ImageStatus.Ready,
                new(hash, "0123456789abcdef", prefix, ImageFormat.Jpeg, 4_000, 3_000, 1, random.Next(1_000_000, 8_000_000), null, renditions), null, null, null, null,
                $"arn:aws:states:eu-central-1:123456789012:execution:image-pipeline:{new Guid(Bytes(random, 16))}", time, time);
        }

        private static string Hex(Random random, int bytes) => Convert.ToHexStringLower(Bytes(random, bytes));

        private static byte[] Bytes(Random random, int count)
        {
            var bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }
    }

    private sealed class CountedFiles : ILakeFiles
    {
        public async Task<long> WriteAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
        {
            using var content = new MemoryStream();
            await write(content, cancellationToken);
            return content.Length;
        }

        public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

        public Task DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
