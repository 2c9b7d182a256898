using Pipeline.Imaging.Pictures;

namespace Pipeline.Tests.Imaging.Pictures;

public sealed class ColourTests
{
    [Theory]
    [InlineData("#102030", 16, 32, 48, 255, "#102030")]
    [InlineData("#FfEeDd80", 255, 238, 221, 128, "#ffeedd80")]
    [InlineData("#00000000", 0, 0, 0, 0, "#00000000")]
    [InlineData("#abcdefff", 171, 205, 239, 255, "#abcdef")]
    public void SixOrEightDigitsAreParsed(string text, byte red, byte green, byte blue, byte alpha, string canonical)
    {
        Assert.Equal(new Colour(red, green, blue, alpha), Colour.Parse(text));
        Assert.Equal(canonical, Colour.Parse(text).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("#fff")]
    [InlineData("102030")]
    [InlineData("#1020304")]
    [InlineData("#10 030")]
    [InlineData("#+02030")]
    [InlineData("#10203g")]
    public void OtherTextIsRefused(string? text) => Assert.False(Colour.TryParse(text, out _));

    [Fact]
    public void InvalidColourIsQuotedInTheMessage() =>
        Assert.Contains("\"white\"", Assert.Throws<FormatException>(() => Colour.Parse("white")).Message, StringComparison.Ordinal);
}
