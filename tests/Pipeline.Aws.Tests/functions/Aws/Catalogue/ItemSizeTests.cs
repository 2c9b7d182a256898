using System.Text;
using Amazon.DynamoDBv2.Model;
using Pipeline.Aws.Catalogue;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Formats;
using Pipeline.Testing.Environments;
using Xunit.Abstractions;

namespace Pipeline.Aws.Tests.Aws.Catalogue;

/// <summary>The size of an item decides what a write costs: one unit for each begun KB.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">Item sizes</seealso>
public sealed class ItemSizeTests(ITestOutputHelper output)
{
    private const decimal DollarsPerMillionWriteUnits = 0.625m;

    /// <summary>What a camera writes.</summary>
    private static readonly PhotoMetadata Typical = new(
        TakenAt: "2025-06-07T18:32:05.25+02:00", Make: "Canon", Model: "Canon EOS R5", Lens: "RF24-105mm F4 L IS USM", ExposureSeconds: 0.008, FNumber: 5.6, Iso: 400,
        FocalLengthMm: 70, FocalLength35Mm: 70, Flash: false, Copyright: "A. Photographer", Rating: 0, Orientation: 1, ColourProfile: "sRGB IEC61966-2.1", ColourModel: "rgb",
        BitDepth: 8, Alpha: false, Dpi: 300, HasC2pa: false);

    /// <summary>The same after a person described it.</summary>
    private static readonly PhotoMetadata Captioned = Typical with
    {
        Title = "Harbour", Description = "Boats in the evening light, seen from the pier of the old harbour", Keywords = ["harbour", "boats", "evening", "summer"],
        Creator = "A. Photographer", Rating = 4,
    };

    [Fact]
    public void TypicalRecordStaysUnderTwoKilobytes()
    {
        output.WriteLine($"{MeasureItem(null)} bytes without a photo, {MeasureItem(Typical)} with one, {MeasureItem(Captioned)} with captions.");

        Assert.InRange(MeasureItem(Typical), MeasureItem(null) + 200, 2_048);
        Assert.Equal(WriteUnits(MeasureItem(null)), WriteUnits(MeasureItem(Typical)));
    }

    [Fact]
    public void ReadmeSaysWhatMetadataAddToAMillionImages()
    {
        var (plain, typical, captioned) = (MeasureItem(null), MeasureItem(Typical), MeasureItem(Captioned));
        var units = WriteUnits(captioned) - WriteUnits(plain);
        var readme = File.ReadAllText(Repository.PathOf("infra", "aws", "README.md")).ReplaceLineEndings(" ");

        Assert.Contains(FormattableString.Invariant($"from {plain:N0} to {typical:N0} bytes"), readme, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"With title, description and keywords it has {captioned:N0} bytes"), readme, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"{units} more write unit, ${units * DollarsPerMillionWriteUnits:0.00} a million images"), readme, StringComparison.Ordinal);
    }

    private static int WriteUnits(int bytes) => (bytes + 1_023) / 1_024;

    private static int MeasureItem(PhotoMetadata? photo) => SizeOf(CatalogueItem.FromEntry(new(CreateRecord(photo), [], [], 2)));

    private static ImageRecord CreateRecord(PhotoMetadata? photo)
    {
        const string prefix = "2025/06/IMG_0001.jpg/9f86d081884c7d65-1daafbe1/";
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        var renditions = RenditionSet.Default.Renditions.Select(rendition => new RenditionRecord(
            rendition.Name, $"{prefix}{rendition.Name}.webp", ImageFormat.WebP, "image/webp", rendition.Width ?? 0, rendition.Height ?? 1_200, 1, 123_456));
        var version = new ImageVersion(
            new('9', 64), "1daafbe1", prefix, ImageFormat.Jpeg, 4_032, 3_024, 1, 4_401_781, new("3OcRJYB4d3h/iIeHeEh3eIhw+j3A", "#7a6f5b"), [.. renditions],
            Photo: photo, PhotoSchema: photo is null ? null : "1");
        return new(
            "uploads-1a2b3c4/2025/06/IMG_0001.jpg", "uploads-1a2b3c4", "2025/06/IMG_0001.jpg", ImageStatus.Ready, version, "00617F08299329D189",
            "b1946ac92492d2347c6235b4d2611184", "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e", null,
            "arn:aws:states:eu-west-1:123456789012:execution:image-pipeline:7bf73129-1428-4cd3-a780-95db273d1602", time, time.AddSeconds(2));
    }

    private static int SizeOf(Dictionary<string, AttributeValue> item) => item.Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key) + SizeOf(attribute.Value));

    private static int SizeOf(AttributeValue value) => value switch
    {
        { M: { } map } when value.IsMSet => 3 + map.Count + SizeOf(map),
        { L: { } list } when value.IsLSet => 3 + list.Count + list.Sum(SizeOf),
        { S: { } text } => Encoding.UTF8.GetByteCount(text),
        { N: { } number } => (number.Count(char.IsAsciiDigit) / 2) + 2,
        _ => 1,
    };
}
