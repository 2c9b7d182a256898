using Pipeline.Core.Events;

namespace Pipeline.Tests.Core.Events;

public sealed class KeyFilterTests
{
    private const string Template = """{"bucket": ["${UploadsBucket}"], "key": ["${KeyFilter}"]}""";

    [Fact]
    public void AllProblemsOfAFilterAreReportedAtOnce()
    {
        var e = Assert.Throws<InvalidKeyFilterException>(
            () => ImageEventsPattern.Fill(Template, "b", new KeyFilter(new string('ä', 513), ["", "folder/", ".jpg"])));

        Assert.Equal(
            [
                "the prefix has 1026 bytes; it must have at most 1024",
                "a suffix has 0 bytes; it must have 1 to 1024",
                "the suffix \"folder/\" ends in a slash, as only folder markers do",
            ],
            e.Problems);
    }

    [Fact]
    public void SuffixesOverTheEventBridgeLimitAreRefused()
    {
        var e = Assert.Throws<InvalidKeyFilterException>(
            () => ImageEventsPattern.Fill(Template, "b", new KeyFilter(null, [.. Enumerable.Range(100, 60).Select(i => $".{i}")])));

        Assert.Contains("EventBridge takes at most 2048", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"bucket": ["b"], "key": ["${KeyFilter}"]}""")]
    [InlineData("""{"bucket": ["${UploadsBucket}"], "key": "${KeyFilter}"}""")]
    [InlineData("[]")]
    public void TemplateWithoutBothPlaceholdersIsRefused(string template) =>
        Assert.Throws<FormatException>(() => ImageEventsPattern.Fill(template, "b", new KeyFilter()));
}
