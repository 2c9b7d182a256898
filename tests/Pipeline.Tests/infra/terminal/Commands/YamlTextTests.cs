using Pipeline.Terminal.Commands;

namespace Pipeline.Tests.Terminal.Commands;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("a: 1\nb: [x, 'y', \"z\"]", """{"a":1,"b":["x","y","z"]}""")]
    [InlineData("a: true\nb: 'true'\nc: null\nd: ~\ne:\nf: ''", """{"a":true,"b":"true","c":null,"d":null,"e":null,"f":""}""")]
    [InlineData("a: 1.5e3\nb: -2\nc: 007\nd: 1_000\ne: 0x10\nf: 2026-01-01", """{"a":1500,"b":-2,"c":7,"d":"1_000","e":"0x10","f":"2026-01-01"}""")]
    [InlineData("a: |\n  one\n  two\n", """{"a":"one\ntwo\n"}""")]
    [InlineData("a: &x {k: 1}\nb: *x", """{"a":{"k":1},"b":{"k":1}}""")]
    [InlineData("""{"a": [1, {"b": "c"}]}""", """{"a":[1,{"b":"c"}]}""")]
    public void YamlIsReadAsTheJsonThatItStandsFor(string yaml, string json) => Assert.Equal(json, YamlText.Parse(yaml)?.ToJsonString());

    [Theory]
    [InlineData("a: [1\nb: 2", "is not YAML: ")]
    [InlineData("a: 'x\n", "is not YAML: line 1, column 4")]
    [InlineData("a: 1\na: 2", "is not YAML: line 2, column 1")]
    [InlineData("", "has 0 YAML documents")]
    [InlineData("a: 1\n---\nb: 2", "has 2 YAML documents")]
    [InlineData("? [a]\n: 1", "line 1, column 3: has a key that is not text")]
    public void TextThatIsNoSuchYamlIsRefusedWithItsPlace(string yaml, string message) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => YamlText.Parse(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void AliasesCannotMultiplyWithoutBound()
    {
        var levels = Enumerable.Range(1, 12).Select(level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]");

        var refused = Assert.Throws<FormatException>(() => YamlText.Parse($"a0: &a0 x\n{string.Join('\n', levels)}"));

        Assert.Contains("has more than 200,000 values", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeepNestingIsRefused() => Assert.Contains(
        "nests more than 64 deep",
        Assert.Throws<FormatException>(() => YamlText.Parse(new string('[', 70) + new string(']', 70))).Message,
        StringComparison.Ordinal);
}
