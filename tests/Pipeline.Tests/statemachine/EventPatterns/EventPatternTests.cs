using System.Text.Json.Nodes;
using Pipeline.EventPatterns;

namespace Pipeline.Tests.EventPatterns;

/// <summary>Which values each operator matches. Most cases have a counterpart in AWS's documentation of the operator.</summary>
public sealed class EventPatternTests
{
    [Theory]
    [InlineData("""["a"]""", "\"a\"", true)]
    [InlineData("""["a"]""", "\"A\"", false)]
    [InlineData("""["a", "b"]""", "\"b\"", true)]
    [InlineData("""["a", "b"]""", "\"c\"", false)]
    [InlineData("""[""]""", "\"\"", true)]
    [InlineData("""["true"]""", "true", false)]
    [InlineData("""[true]""", "true", true)]
    [InlineData("""[true]""", "false", false)]
    [InlineData("""[null]""", "null", true)]
    [InlineData("""[null]""", "\"null\"", false)]
    [InlineData("""["é"]""", "\"\\u00e9\"", true)]
    public void ExactValueMatchesOnlyTheSameValue(string matchers, string value, bool expected) => AssertMatch(matchers, value, expected);

    [Theory]
    [InlineData("[300]", "300", true)]
    [InlineData("[300]", "300.0", true)]
    [InlineData("[300]", "3.0e2", true)]
    [InlineData("[3E+2]", "300", true)]
    [InlineData("[300]", "\"300\"", false)]
    [InlineData("[300]", "301", false)]
    [InlineData("[0]", "-0.0", true)]
    [InlineData("[-12.5]", "-12.50", true)]
    [InlineData("[12.5]", "-12.5", false)]
    [InlineData("[123456789012345678901]", "123456789012345678901", true)]
    [InlineData("[123456789012345678901]", "123456789012345678902", false)]
    [InlineData("[1e99999999999999999999]", "1e99999999999999999999", true)]
    public void NumbersAreComparedByValueNotBySpelling(string matchers, string value, bool expected) => AssertMatch(matchers, value, expected);

    [Theory]
    [InlineData("""[{"prefix": "up"}]""", "\"uploads\"", true)]
    [InlineData("""[{"prefix": "up"}]""", "\"Uploads\"", false)]
    [InlineData("""[{"prefix": ""}]""", "\"anything\"", true)]
    [InlineData("""[{"prefix": "1"}]""", "12", false)]
    [InlineData("""[{"prefix": {"equals-ignore-case": "UP"}}]""", "\"uploads\"", true)]
    [InlineData("""[{"prefix": {"equals-ignore-case": "UP"}}]""", "\"load\"", false)]
    [InlineData("""[{"suffix": ".png"}]""", "\"a.png\"", true)]
    [InlineData("""[{"suffix": ".png"}]""", "\"a.PNG\"", false)]
    [InlineData("""[{"suffix": {"equals-ignore-case": ".png"}}]""", "\"a.pNg\"", true)]
    [InlineData("""[{"suffix": {"equals-ignore-case": ".png"}}]""", "\"a.png.txt\"", false)]
    [InlineData("""[{"equals-ignore-case": "alice"}]""", "\"ALICE\"", true)]
    [InlineData("""[{"equals-ignore-case": "alice"}]""", "\"alices\"", false)]
    [InlineData("""[{"equals-ignore-case": "ÄÖ"}]""", "\"äö\"", true)]
    public void PrefixSuffixAndIgnoreCaseMatchOnlyStrings(string matchers, string value, bool expected) => AssertMatch(matchers, value, expected);

    [Theory]
    [InlineData("*.png", "a/b.png", true)]
    [InlineData("*.png", ".png", true)]
    [InlineData("*.png", "a.png.txt", false)]
    [InlineData("dir/*", "dir/", true)]
    [InlineData("dir/*", "other/dir/", false)]
    [InlineData("a*b*c", "abc", true)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("aa*aa", "aaa", false)]
    [InlineData("aa*aa", "aaaa", true)]
    [InlineData("*", "", true)]
    [InlineData("plain", "plain", true)]
    [InlineData("plain", "plain2", false)]
    [InlineData(@"100\\*", @"100\x", true)]
    [InlineData(@"2\*3", "2*3", true)]
    [InlineData(@"2\*3", "2x3", false)]
    public void WildcardStandsForAnyCharactersUnlessEscaped(string wildcard, string value, bool expected) => AssertMatch(
        new JsonArray(new JsonObject { ["wildcard"] = wildcard }).ToJsonString(),
        JsonValue.Create(value).ToJsonString(),
        expected);

    [Theory]
    [InlineData("""{"anything-but": "a"}""", "\"b\"", true)]
    [InlineData("""{"anything-but": "a"}""", "\"a\"", false)]
    [InlineData("""{"anything-but": "a"}""", "null", true)]
    [InlineData("""{"anything-but": ["a", "b"]}""", "\"b\"", false)]
    [InlineData("""{"anything-but": ["a", "b"]}""", "\"c\"", true)]
    [InlineData("""{"anything-but": 5}""", "5.0", false)]
    [InlineData("""{"anything-but": [5, 6]}""", "7", true)]
    [InlineData("""{"anything-but": [5, 6]}""", "\"5\"", true)]
    [InlineData("""{"anything-but": {"prefix": "up"}}""", "\"uploads\"", false)]
    [InlineData("""{"anything-but": {"prefix": ["a", "b"]}}""", "\"bc\"", false)]
    [InlineData("""{"anything-but": {"suffix": "/"}}""", "\"folder/\"", false)]
    [InlineData("""{"anything-but": {"suffix": "/"}}""", "\"folder/photo\"", true)]
    [InlineData("""{"anything-but": {"suffix": [".txt", ".rtf"]}}""", "\"a.rtf\"", false)]
    [InlineData("""{"anything-but": {"equals-ignore-case": "stopped"}}""", "\"STOPPED\"", false)]
    [InlineData("""{"anything-but": {"equals-ignore-case": ["stopped", "gone"]}}""", "\"Running\"", true)]
    [InlineData("""{"anything-but": {"wildcard": "*/lib/*"}}""", "\"a/lib/b\"", false)]
    [InlineData("""{"anything-but": {"wildcard": ["*/lib/*", "*/bin/*"]}}""", "\"a/src/b\"", true)]
    public void AnythingButMatchesEverythingElse(string matcher, string value, bool expected) => AssertMatch($"[{matcher}]", value, expected);

    [Fact]
    public void AnythingButRequiresTheField() =>
        Assert.False(Matches("""{"a": [{"anything-but": "x"}]}""", """{"b": 1}"""));

    [Theory]
    [InlineData("""[">", 0, "<=", 5]""", "5", true)]
    [InlineData("""[">", 0, "<=", 5]""", "0", false)]
    [InlineData("""[">=", 0, "<", 5]""", "0.0", true)]
    [InlineData("""[">=", 0, "<", 5]""", "5", false)]
    [InlineData("""["=", 3.018e2]""", "301.8", true)]
    [InlineData("""["<", 10]""", "-1e300", true)]
    [InlineData("""["<=", 10]""", "10.0000001", false)]
    [InlineData("""[">", 10]""", "10.0000001", true)]
    [InlineData("""[">=", 10]""", "\"11\"", false)]
    public void NumericComparesOnlyNumbers(string numeric, string value, bool expected) =>
        AssertMatch($$"""[{"numeric": {{numeric}}}]""", value, expected);

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.255", true)]
    [InlineData("10.0.0.0/24", "10.0.1.0", false)]
    [InlineData("10.0.0.77/24", "10.0.0.1", true)]
    [InlineData("10.0.0.0/9", "10.127.0.1", true)]
    [InlineData("10.0.0.0/9", "10.128.0.1", false)]
    [InlineData("0.0.0.0/0", "8.8.8.8", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("0.0.0.0/0", "not an address", false)]
    [InlineData("2001:db8::/32", "2001:db8::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    public void CidrMatchesAddressesOfTheBlock(string block, string value, bool expected) =>
        AssertMatch($$"""[{"cidr": "{{block}}"}]""", $"\"{value}\"", expected);

    [Theory]
    [InlineData("true", """{"a": {"b": 0}}""", true)]
    [InlineData("true", """{"a": {"b": null}}""", true)]
    [InlineData("true", """{"a": {}}""", false)]
    [InlineData("true", """{"a": {"b": {"c": 1}}}""", false)]
    [InlineData("true", """{"a": {"b": []}}""", false)]
    [InlineData("false", """{"a": {"b": 0}}""", false)]
    [InlineData("false", """{"a": {"b": {"c": 1}}}""", true)]
    [InlineData("false", """{"a": {}}""", true)]
    [InlineData("false", """{}""", true)]
    public void ExistsMatchesOnlyLeaves(string exists, string @event, bool expected) =>
        Assert.Equal(expected, Matches("{\"a\": {\"b\": [{\"exists\": " + exists + "}]}}", @event));

    [Fact]
    public void ExistsFalseAlongsideAValueMatchesEither()
    {
        const string Pattern = """{"a": ["x", {"exists": false}], "b": [1]}""";

        Assert.True(Matches(Pattern, """{"b": 1}"""));
        Assert.True(Matches(Pattern, """{"a": "x", "b": 1}"""));
        Assert.False(Matches(Pattern, """{"a": "y", "b": 1}"""));
    }

    [Fact]
    public void EveryNamedFieldMustMatchAndOthersAreIgnored()
    {
        const string Pattern = """{"source": ["aws.s3"], "detail": {"bucket": {"name": ["b"]}}}""";

        Assert.True(Matches(Pattern, """{"source": "aws.s3", "time": "now", "detail": {"bucket": {"name": "b"}, "x": 1}}"""));
        Assert.False(Matches(Pattern, """{"source": "aws.s3", "detail": {"bucket": {"name": "c"}}}"""));
        Assert.False(Matches(Pattern, """{"source": "aws.s3", "detail": {}}"""));
        Assert.False(Matches(Pattern, """{"source": "aws.s3", "detail": "b"}"""));
    }

    private static void AssertMatch(string matchers, string value, bool expected) =>
        Assert.Equal(expected, Matches($$"""{"field": {{matchers}}}""", $$"""{"field": {{value}}}"""));

    private static bool Matches(string pattern, string @event) => EventPattern.Parse(pattern).Matches(JsonNode.Parse(@event)!);
}
