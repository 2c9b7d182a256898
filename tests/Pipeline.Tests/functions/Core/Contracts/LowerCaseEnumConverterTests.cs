using System.Text.Json;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Contracts;

namespace Pipeline.Tests.Core.Contracts;

public sealed class LowerCaseEnumConverterTests
{
    [Theory]
    [InlineData("\"processing\"", ImageStatus.Processing)]
    [InlineData("\"Deleted\"", ImageStatus.Deleted)]
    [InlineData("\"READY\"", ImageStatus.Ready)]
    public void NamesAreReadInAnyCaseAndWrittenInLowerCase(string json, ImageStatus value)
    {
        Assert.Equal(value, Read(json));
        Assert.Equal(json.ToLowerInvariant(), Write(value));
    }

    [Theory]
    [InlineData("\"lost\"", "'lost' is no ImageStatus; it must be one of processing, ")]
    [InlineData("\"\"", "'' is no ImageStatus")]
    [InlineData("\"0\"", "'0' is no ImageStatus")]
    [InlineData("1", "A Number is no ImageStatus")]
    [InlineData("true", "A True is no ImageStatus")]
    [InlineData("null", "ImageStatus")]
    public void AnythingElseIsRefused(string json, string message) =>
        Assert.Contains(message, Assert.Throws<JsonException>(() => Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void NumberWithoutANameIsNotWritten() => Assert.Throws<JsonException>(() => Write((ImageStatus)77));

    private static ImageStatus Read(string json) => JsonSerializer.Deserialize(json, PipelineJson.Default.ImageStatus);

    private static string Write(ImageStatus value) => JsonSerializer.Serialize(value, PipelineJson.Default.ImageStatus);
}
