using System.Text.Json.Nodes;
using Pipeline.EventPatterns;

namespace Pipeline.Tests.EventPatterns;

public sealed class EventPatternArrayAndOrTests
{
    private const string People = """
        {"people": [{"first": "John", "last": "Doe"}, {"first": "Anna", "last": "Smith"}, {"first": "Peter"}]}
        """;

    [Theory]
    [InlineData("""{"resources": ["b"]}""", true)]
    [InlineData("""{"resources": ["c", "d"]}""", false)]
    [InlineData("""{"resources": [{"anything-but": "a"}]}""", true)]
    [InlineData("""{"resources": [{"anything-but": ["a", "b"]}]}""", false)]
    public void AnyElementOfAnArrayCanMatch(string pattern, bool expected) =>
        Assert.Equal(expected, Matches(pattern, """{"resources": ["a", "b"]}"""));

    [Theory]
    [InlineData("""{"people": {"first": ["Anna"]}}""", true)]
    [InlineData("""{"people": {"first": ["Anna"], "last": ["Smith"]}}""", true)]
    [InlineData("""{"people": {"first": ["Anna"], "last": ["Doe"]}}""", false)]
    [InlineData("""{"people": {"first": ["Peter"], "last": [{"exists": false}]}}""", true)]
    [InlineData("""{"people": {"first": ["Anna"], "last": [{"exists": false}]}}""", false)]
    [InlineData("""{"people": {"last": [{"exists": false}]}}""", false)]
    public void FieldsOfOneArrayMustMatchWithinOneElement(string pattern, bool expected) => Assert.Equal(expected, Matches(pattern, People));

    [Fact]
    public void NestedArraysAreTransparentInPaths() =>
        Assert.True(Matches("""{"a": {"b": [2]}}""", """{"a": [[{"b": 1}], [{"b": 2}]]}"""));

    [Theory]
    [InlineData("""{"source": "s", "metric": "cpu"}""", true)]
    [InlineData("""{"source": "s", "space": "ec2"}""", true)]
    [InlineData("""{"source": "s", "space": "ec3"}""", false)]
    [InlineData("""{"source": "t", "metric": "cpu"}""", false)]
    public void OrNeedsOneBranchAndEverySurroundingField(string @event, bool expected) =>
        Assert.Equal(expected, Matches("""{"source": ["s"], "$or": [{"metric": ["cpu"]}, {"space": ["ec2"]}]}""", @event));

    [Theory]
    [InlineData("""{"d": {"x": 1, "y": 2, "z": 1}}""", true)]
    [InlineData("""{"d": {"x": 1, "y": 2, "w": 1}}""", true)]
    [InlineData("""{"d": {"x": 1, "z": 1}}""", false)]
    [InlineData("""{"d": {"v": 9, "z": 1}}""", true)]
    [InlineData("""{"d": {"v": 9}}""", false)]
    public void OrsCanNestAndCombine(string @event, bool expected) => Assert.Equal(expected, Matches(
        """{"d": {"$or": [{"x": [1], "$or": [{"y": [2]}, {"y2": [2]}]}, {"v": [9]}]}, "$or": [{"d": {"z": [1]}}, {"d": {"w": [1]}}]}""",
        @event));

    [Fact]
    public void BranchesOfAnOrCanNameTheSameField()
    {
        const string Pattern = """{"$or": [{"key": [{"suffix": "/"}], "size": [0]}, {"key": ["a"]}]}""";

        Assert.True(Matches(Pattern, """{"key": "x/", "size": 0}"""));
        Assert.False(Matches(Pattern, """{"key": "x/", "size": 1}"""));
        Assert.True(Matches(Pattern, """{"key": "a", "size": 1}"""));
    }

    [Fact]
    public void EventThatIsNotAnObjectMatchesNothing() => Assert.False(Matches("""{"a": [{"exists": false}]}""", "[1]"));

    [Fact]
    public void ArraysThatHaveNothingToDoWithEachOtherDoNotMultiply()
    {
        var list = $"[{string.Join(',', Enumerable.Repeat("""{"x": 1, "y": 1}""", 300))}]";
        var @event = $"{{{string.Join(',', Enumerable.Range(0, 6).Select(number => $"\"f{number}\": {list}"))}}}";
        var fields = Enumerable.Range(0, 6).Select(number => $$"""
            "f{{number}}": {"x": [1], "y": [{{(number == 5 ? 2 : 1)}}]}
            """);

        // Trying every combination would take 300 to the power of 6 steps.
        Assert.False(Matches($"{{{string.Join(',', fields)}}}", @event));
    }

    [Fact]
    public void FieldsThatThePatternDoesNotNameCostNothing()
    {
        var @event = $$"""{"{{new string('n', 100_000)}}": {{{string.Join(',', Enumerable.Range(0, 10_000).Select(number => $"\"{number}\": 1"))}} }, "a": {"b": 1} }""";
        using var json = System.Text.Json.JsonDocument.Parse(@event);
        var pattern = EventPattern.Parse("""{"a": {"b": [1]}}""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.True(pattern.Matches(json.RootElement));

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }

    [Fact]
    public void TextWithAnUnpairedSurrogateMatchesNothing()
    {
        using var json = System.Text.Json.JsonDocument.Parse("""{"a": "\ud800", "\udc00": 1, "b": 1}""");

        Assert.False(EventPattern.Parse("""{"a": ["x"]}""").Matches(json.RootElement));
        Assert.True(EventPattern.Parse("""{"b": [1]}""").Matches(json.RootElement));
    }

    private static bool Matches(string pattern, string @event) => EventPattern.Parse(pattern).Matches(JsonNode.Parse(@event)!);
}
