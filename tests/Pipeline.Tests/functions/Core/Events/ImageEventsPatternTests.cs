using System.Text.Json.Nodes;
using Pipeline.Core.Events;
using Pipeline.EventPatterns;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Events;

namespace Pipeline.Tests.Core.Events;

/// <summary>Tests the pattern that routes events to the state machine with every sample event.</summary>
public sealed class ImageEventsPatternTests
{
    private static readonly string Template = File.ReadAllText(Repository.PathOf("statemachine", "image-events.pattern.json"));

    [Theory]
    [MemberData(nameof(SampleEvents.Files), MemberType = typeof(SampleEvents))]
    public void SampleEventIsRoutedAsTheIndexSays(string file) => Assert.Equal(
        (bool)SampleEvents.Entry(file)["matches"]!,
        Routes(new KeyFilter(), SampleEvents.Read(file)));

    [Theory]
    [MemberData(nameof(SampleEvents.Files), MemberType = typeof(SampleEvents))]
    public void SampleEventIsRoutedAsTheIndexSaysUnderItsFilter(string file) => Assert.Equal(
        (bool)SampleEvents.Entry(file)["matchesFiltered"]!,
        Routes(IndexFilter(), SampleEvents.Read(file)));

    [Fact]
    public void EverySampleIsInTheIndex() =>
        Assert.Equal(SampleEvents.FilesInFolder.Order(), SampleEvents.Entries.Select(entry => (string)entry["file"]!).Order());

    [Theory]
    [InlineData(null, "a/b", true)]
    [InlineData(null, "a/b/", false)]
    [InlineData(null, "/", false)]
    [InlineData("", "a", true)]
    [InlineData("a/", "a/b", true)]
    [InlineData("a/", "a/", false)]
    [InlineData("a/", "a/b/", false)]
    [InlineData("a/", "A/b", false)]
    [InlineData("a/", "ba/b", false)]
    [InlineData("fö*?", "fö*?x", true)]
    public void PrefixIsCaseSensitiveAndExcludesFolderMarkers(string? prefix, string key, bool expected) =>
        Assert.Equal(expected, Routes(new KeyFilter(prefix), EventOf(key)));

    [Theory]
    [InlineData(null, "x.jpg", true)]
    [InlineData(null, "x.jPg", true)]
    [InlineData(null, "x.jpg.txt", false)]
    [InlineData(null, "x.jpg/", false)]
    [InlineData(null, ".jpg", true)]
    [InlineData("a/", "a/x.PNG", true)]
    [InlineData("a/", "b/x.PNG", false)]
    [InlineData("a/", "a/x.txt", false)]
    [InlineData("x.j", "x.jpg", true)]
    public void SuffixIgnoresCaseAndCombinesWithAPrefix(string? prefix, string key, bool expected) =>
        Assert.Equal(expected, Routes(new KeyFilter(prefix, [".jpg", ".png"]), EventOf(key)));

    [Fact]
    public void OnePatternIsEnoughWithoutAPrefix()
    {
        Assert.Single(ImageEventsPattern.Fill(Template, "b", new KeyFilter()));
        Assert.Single(ImageEventsPattern.Fill(Template, "b", new KeyFilter(null, [".jpg"])));
        Assert.Equal(2, ImageEventsPattern.Fill(Template, "b", new KeyFilter("a/", [".jpg"])).Count);
    }

    [Fact]
    public void FilledPatternsHoldNoPlaceholder() => Assert.All(
        ImageEventsPattern.Fill(Template, "b", IndexFilter()),
        pattern => Assert.DoesNotContain("${", pattern.ToJsonString(), StringComparison.Ordinal));

    [Fact]
    public void SuffixesThatDifferOnlyInCaseAreMerged() => Assert.Single(
        ImageEventsPattern.Fill(Template, "b", new KeyFilter(null, [".jpg", ".JPG"]))[0]["detail"]!["object"]!["key"]!.AsArray());

    private static bool Routes(KeyFilter filter, JsonNode @event) =>
        ImageEventsPattern.Fill(Template, (string)SampleEvents.Index["bucket"]!, filter)
            .All(pattern => EventPattern.Parse(pattern.ToJsonString()).Matches(@event));

    private static KeyFilter IndexFilter() => new(
        (string)SampleEvents.Index["filter"]!["prefix"]!,
        [.. SampleEvents.Index["filter"]!["suffixes"]!.AsArray().Select(suffix => (string)suffix!)]);

    private static JsonNode EventOf(string key)
    {
        var @event = SampleEvents.Read("created-put-object.json");
        @event["detail"]!["object"]!["key"] = key;
        return @event;
    }
}
