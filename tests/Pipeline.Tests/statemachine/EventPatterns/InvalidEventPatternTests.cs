using Pipeline.EventPatterns;

namespace Pipeline.Tests.EventPatterns;

/// <summary>Which patterns are refused, and with which path and message.</summary>
public sealed class InvalidEventPatternTests
{
    [Theory]
    [InlineData("[1]", "$", "must be an object.")]
    [InlineData("{}", "$", "must not be empty.")]
    [InlineData("""{"a": {}}""", "$.a", "must not be empty.")]
    [InlineData("""{"a": []}""", "$.a", "must be an object, or an array of at least one value to match.")]
    [InlineData("""{"detail-type": "x"}""", "$['detail-type']", "must be an object, or an array of at least one value to match.")]
    [InlineData("""{"a": [["x"]]}""", "$.a[0]", "must be a value or an object with an operator, not an array.")]
    [InlineData("""{"a": [{"ends-with": "x"}]}""", "$.a[0]['ends-with']",
        "is not an operator; use one of prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, exists, cidr.")]
    [InlineData("""{"a": [{"prefix": "x", "suffix": "y"}]}""", "$.a[0]",
        "must have exactly one of prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, exists, cidr; it has 2 properties.")]
    [InlineData("""{"a": [{"prefix": 1}]}""", "$.a[0].prefix", "must be a string.")]
    [InlineData("""{"a": [{"prefix": ["x"]}]}""", "$.a[0].prefix", "must be a string.")]
    [InlineData("""{"a": [{"suffix": {"wildcard": "x"}}]}""", "$.a[0].suffix.wildcard",
        "is not allowed within suffix; use equals-ignore-case.")]
    [InlineData("""{"a": [{"equals-ignore-case": null}]}""", "$.a[0]['equals-ignore-case']", "must be a string.")]
    [InlineData("""{"a": [{"exists": "yes"}]}""", "$.a[0].exists", "must be true or false.")]
    public void InvalidShapeIsRefused(string pattern, string path, string message) => AssertRefused(pattern, path, message);

    [Theory]
    [InlineData("a**b", "has two wildcards in a row at character 1; use one.")]
    [InlineData(@"a\\b", @"has a backslash at character 1 that escapes neither * nor \.")]
    [InlineData(@"a\\", @"has a backslash at character 1 that escapes neither * nor \.")]
    public void InvalidWildcardIsRefused(string wildcard, string message) =>
        AssertRefused($$"""{"a": [{"wildcard": "{{wildcard}}"}]}""", "$.a[0].wildcard", message);

    [Theory]
    [InlineData("[]", "", "must be an operator with a number ([\">\", 0]) or a range ([\">\", 0, \"<=\", 5]).")]
    [InlineData("5", "", "must be an operator with a number ([\">\", 0]) or a range ([\">\", 0, \"<=\", 5]).")]
    [InlineData("""["==", 5]""", "[0]", "must be one of =, <, <=, >, >=.")]
    [InlineData("""["<", 5, ">", 1]""", "[0]", "must be > or >= at the start of a range.")]
    [InlineData("""[">", 5, "=", 6]""", "[2]", "must be < or <= at the end of a range.")]
    [InlineData("""[">", 5, "<", 5]""", "", "must have a lower bound that is less than its upper bound.")]
    [InlineData("""[">", "5"]""", "[1]", "must be a number that IEEE 754 binary64 holds without losing a digit.")]
    [InlineData("""[">", 12345678901234567890123]""", "[1]", "must be a number that IEEE 754 binary64 holds without losing a digit.")]
    public void InvalidNumericIsRefused(string numeric, string path, string message) =>
        AssertRefused($$"""{"a": [{"numeric": {{numeric}}}]}""", "$.a[0].numeric" + path, message);

    [Theory]
    [InlineData("[]", "", "must not be empty.")]
    [InlineData("""["a", 1]""", "", "must contain only strings or only numbers.")]
    [InlineData("[null]", "[0]", "must be a string or a number.")]
    [InlineData("true", "", "must be a string or a number.")]
    [InlineData("""{"prefix": ""}""", ".prefix", "must not be empty within anything-but.")]
    [InlineData("""{"suffix": ["a", 1]}""", ".suffix[1]", "must be a string.")]
    [InlineData("""{"wildcard": ["a", "**"]}""", ".wildcard[1]", "has two wildcards in a row at character 0; use one.")]
    [InlineData("""{"numeric": [">", 1]}""", ".numeric", "is not allowed within anything-but; use one of prefix, suffix, equals-ignore-case, wildcard.")]
    [InlineData("""{"prefix": {"equals-ignore-case": "a"}}""", ".prefix", "must be a string.")]
    public void InvalidAnythingButIsRefused(string anythingBut, string path, string message) =>
        AssertRefused($$"""{"a": [{"anything-but": {{anythingBut}}}]}""", "$.a[0]['anything-but']" + path, message);

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/32")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0/8")]
    [InlineData("10.0.0.256/8")]
    [InlineData("::1/128")]
    [InlineData("host/8")]
    public void InvalidCidrIsRefused(string block) => AssertRefused(
        $$"""{"a": [{"cidr": "{{block}}"}]}""",
        "$.a[0].cidr",
        "must be an address and a mask such as 10.0.0.0/24; the mask has 0 to 31 bits for IPv4 and 0 to 127 for IPv6.");

    [Theory]
    [InlineData("""{"$or": {"a": [1]}}""", "$.$or", "must be an array of at least two objects.")]
    [InlineData("""{"$or": [{"a": [1]}]}""", "$.$or", "must be an array of at least two objects.")]
    [InlineData("""{"$or": [{"a": [1]}, 2]}""", "$.$or[1]", "must be an object.")]
    [InlineData("""{"$or": [{"a": [1]}, {"prefix": ["x"]}]}""", "$.$or[1].prefix", "is the name of an operator; a field within $or cannot have that name.")]
    public void InvalidOrIsRefused(string pattern, string path, string message) => AssertRefused(pattern, path, message);

    [Fact]
    public void OrsThatExpandToMoreThanAThousandCombinationsAreRefused()
    {
        var ten = (char field) => $$"""{"$or": [{{string.Join(',', Enumerable.Range(0, 10).Select(i => $$"""{"{{field}}": [{{i}}]}"""))}}]}""";
        var pattern = $$"""{"a": {{ten('a')}}, "b": {{ten('b')}}, "c": {{ten('c')}}, "d": {{ten('d')}}}""";

        AssertRefused(pattern, "$.d.$or", "expands to more than 1000 combinations.");
    }

    [Theory]
    [InlineData("""{"key": [{"prefix": "a"}], "$or": [{"key": [{"suffix": "b"}]}, {"size": [1]}]}""", "$.$or[0].key", "key")]
    [InlineData("""{"a": {"b": [1]}, "a.b": [2]}""", "$['a.b']", "a.b")]
    [InlineData("""{"a": ["x"], "a": ["y"]}""", "$.a", "a")]
    public void TwoConditionsOnOneFieldAreRefused(string pattern, string path, string field) => AssertRefused(
        pattern, path, $"repeats the field {field}; EventBridge keeps at most one condition on a field.");

    [Fact]
    public void AllProblemsAreReportedAtOnce()
    {
        var e = Assert.Throws<InvalidEventPatternException>(
            () => EventPattern.Parse("""{"a": [], "b": {"c": [{"prefix": 1}, {"exists": 2}]}}"""));

        Assert.Equal(["$.a", "$.b.c[0].prefix", "$.b.c[1].exists"], e.Errors.Select(error => error.Path));
        Assert.Contains("$.b.c[1].exists must be true or false.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MalformedJsonIsRefused()
    {
        var e = Assert.Throws<InvalidEventPatternException>(() => EventPattern.Parse("{\"a\": [1]"));

        Assert.StartsWith("is not JSON: ", Assert.Single(e.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BranchesThatExpandFurtherAreCounted()
    {
        var alternatives = string.Join(',', Enumerable.Range(0, 31).Select(number => $$"""{"a": [{{number}}] }"""));
        var branch = $$"""{"$or": [{{alternatives}}], "x": {"$or": [{{alternatives}}] } }""";

        AssertRefused($$"""{"$or": [{{branch}}, {{branch}}] }""", "$.$or", "expands to more than 1000 combinations.");
    }

    [Fact]
    public void UnpairedSurrogateIsRefused()
    {
        AssertRefused("""{"a": ["\ud800"]}""", "$", "contains an unpaired surrogate.");
        AssertRefused("""{"\udc00": ["a"]}""", "$", "contains an unpaired surrogate.");
    }

    private static void AssertRefused(string pattern, string path, string message) =>
        Assert.Contains(
            new EventPatternError(path, message),
            Assert.Throws<InvalidEventPatternException>(() => EventPattern.Parse(pattern)).Errors);
}
