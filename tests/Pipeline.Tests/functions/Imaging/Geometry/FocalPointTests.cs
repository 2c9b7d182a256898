using Pipeline.Imaging.Renditions;

namespace Pipeline.Tests.Imaging.Geometry;

public sealed class FocalPointTests
{
    [Theory]
    [InlineData("0.3,0.7", "0.3,0.7")]
    [InlineData("0.30, .7", "0.3,0.7")]
    [InlineData(" 0,1 ", "0,1")]
    [InlineData("1.0,0.", "1,0")]
    public void TextIsReadAndWrittenInOneForm(string text, string written) => Assert.Equal(written, FocalPoint.TryParse(text)!.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0.3")]
    [InlineData("0.3,")]
    [InlineData("0.3,0.7,0.1")]
    [InlineData("0.3;0.7")]
    [InlineData("-0.1,0.5")]
    [InlineData("1.01,0.5")]
    [InlineData("1e-1,0.5")]
    [InlineData("NaN,0.5")]
    [InlineData("0,3,0,7")]
    public void AnythingElseIsNotAFocalPoint(string? text) => Assert.Null(FocalPoint.TryParse(text));
}
