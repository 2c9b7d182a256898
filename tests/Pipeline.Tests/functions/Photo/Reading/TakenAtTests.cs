using Pipeline.Photo.Reading;

namespace Pipeline.Tests.Photo.Reading;

/// <summary>Dates of EXIF, IPTC and XMP.</summary>
public sealed class TakenAtTests
{
    [Theory]
    [InlineData("2024:05:01 12:34:56", "2024-05-01T12:34:56")]
    [InlineData("2024-05-01T12:34:56.789+02:00", "2024-05-01T12:34:56.789+02:00")]
    [InlineData("2024-05-01T12:34:56-0330", "2024-05-01T12:34:56-03:30")]
    [InlineData("2024-05-01T12:34:56Z", "2024-05-01T12:34:56Z")]
    [InlineData("2024-05-01T12:34:56+00:00", "2024-05-01T12:34:56Z")]
    [InlineData("2024-05-01T12:34", "2024-05-01T12:34")]
    [InlineData("2024-05-01", "2024-05-01")]
    [InlineData("2024-05", "2024-05")]
    [InlineData("1999", "1999")]
    [InlineData("20240501", "2024-05-01")]
    [InlineData("2024:05:01 12:34:56+99:00", "2024-05-01T12:34:56")]
    [InlineData("2026:06:02 11:59:59", "2026-06-02T11:59:59")]
    [InlineData("2026:06:02 20:00:00+09:00", "2026-06-02T20:00:00+09:00")]
    public void DatesBecomeIso8601(string text, string expected) => Assert.Equal(expected, TakenAt.Parse(text, PhotoFiles.Now));

    [Theory]
    [InlineData("0000:00:00 00:00:00")]
    [InlineData("    :  :     :  :  ")]
    [InlineData("2023:02:29 12:00:00")]
    [InlineData("2024:13:01 12:00:00")]
    [InlineData("2024:01:01 24:00:00")]
    [InlineData("9999:12:31 23:59:59")]
    [InlineData("0001:01:01 00:00:00")]
    [InlineData("2026:06:02 12:00:01")]
    [InlineData("2026:06:02 12:00:00-01:00")]
    [InlineData("yesterday")]
    [InlineData("２０２４:05:01 12:34:56")]
    [InlineData("")]
    [InlineData(null)]
    public void ImpossibleDatesAreAbsent(string? text) => Assert.Null(TakenAt.Parse(text, PhotoFiles.Now));

    [Theory]
    [InlineData("78", "+02:00", "2024-05-01T12:34:56.78+02:00")]
    [InlineData("78 ", null, "2024-05-01T12:34:56.78")]
    [InlineData("none", "+02:00", "2024-05-01T12:34:56+02:00")]
    [InlineData("78", "   :  ", "2024-05-01T12:34:56.78")]
    [InlineData("123456789012345", "Z", "2024-05-01T12:34:56.123456789Z")]
    public void FractionAndOffsetOfExifJoinTheDate(string? fraction, string? offset, string expected) =>
        Assert.Equal(expected, TakenAt.FromExif("2024:05:01 12:34:56", fraction, offset, PhotoFiles.Now));

    [Theory]
    [InlineData("20240501", "123456+0200", "2024-05-01T12:34:56+02:00")]
    [InlineData("20240501", "123456", "2024-05-01T12:34:56")]
    [InlineData("20240501", "995656", "2024-05-01")]
    [InlineData("20240501", null, "2024-05-01")]
    [InlineData("20240000", "123456", null)]
    public void DateAndTimeOfIptcJoin(string date, string? time, string? expected) => Assert.Equal(expected, TakenAt.FromIptc(date, time, PhotoFiles.Now));
}
