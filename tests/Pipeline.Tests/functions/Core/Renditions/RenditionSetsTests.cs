using Pipeline.Core.Renditions;

namespace Pipeline.Tests.Core.Renditions;

public sealed class RenditionSetsTests
{
    private static readonly RenditionSet Other = new([new("other", 1)]);

    private static readonly RenditionSets Sets = new(
        Other, Of("avatars/"), Of("avatars/teams/"), Of("avatars/teams/red"), Of("Products/"));

    [Theory]
    [InlineData("avatars/1.jpg", "avatars/")]
    [InlineData("avatars/", "avatars/")]
    [InlineData("avatars/teams/1.jpg", "avatars/teams/")]
    [InlineData("avatars/teams/red.jpg", "avatars/teams/red")]
    [InlineData("avatars/teams/red/1.jpg", "avatars/teams/red")]
    [InlineData("Products/1.jpg", "Products/")]
    [InlineData("products/1.jpg", "")]
    [InlineData("avatars", "")]
    [InlineData("my/avatars/1.jpg", "")]
    public void LongestPrefixOfTheKeyWins(string key, string prefix) => Assert.Equal(prefix, Sets.Find(key).Prefix);

    [Fact]
    public void PrefixesAreComparedExactly()
    {
        // Cultures ignore soft hyphens, and treat a letter with an accent like a letter and a combining accent.
        var sets = new RenditionSets(Other, Of("caf\u00e9/"), Of("a\u00ad/"));

        Assert.Equal("", sets.Find("cafe\u0301/1.jpg").Prefix);
        Assert.Equal("", sets.Find("a/1.jpg").Prefix);
    }

    [Fact]
    public void HashOfASetDependsOnWhatItMakesAlone()
    {
        var changed = new RenditionSets(new RenditionSet([new("other", 2)]), Of("avatars/"), new PrefixedRenditionSet("Products/", Other));

        Assert.Equal(Sets.Find("avatars/1.jpg").Hash, changed.Find("avatars/1.jpg").Hash);
        Assert.NotEqual(Sets.Find("1.jpg").Hash, changed.Find("1.jpg").Hash);
        Assert.Equal(Sets.Find("1.jpg").Hash, changed.Find("Products/1.jpg").Hash);
        Assert.Equal(RenditionSetHash.Compute(Other), Sets.Find("1.jpg").Hash);
    }

    [Fact]
    public void OneSetIsForAllKeys()
    {
        RenditionSets sets = Other;

        Assert.Same(Other, sets.Default);
        Assert.Same(Other, sets.Find("avatars/1.jpg").Set);
    }

    private static PrefixedRenditionSet Of(string prefix) => new(prefix, new([new("r", prefix.Length)]));
}
