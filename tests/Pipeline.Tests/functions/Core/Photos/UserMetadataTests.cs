using System.Text.Json;
using Pipeline.Core.Contracts;
using Pipeline.Core.Photos;

namespace Pipeline.Tests.Core.Photos;

public sealed class UserMetadataTests
{
    [Fact]
    public void OrderOfEntriesMakesNoDifference()
    {
        var one = new UserMetadata(Entries(("b", "2"), ("a", "1")), Entries(("t", "x")));
        var other = new UserMetadata(Entries(("a", "1"), ("b", "2")), Entries(("t", "x")));

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal(ToJson(one), ToJson(other));
        Assert.NotEqual(one, new(Entries(("a", "1"), ("b", "3")), Entries(("t", "x"))));
        Assert.NotEqual(one, new(Entries(("a", "1"), ("b", "2"))));
    }

    [Fact]
    public void EmptyPartIsAbsent()
    {
        var user = new UserMetadata(Entries(("a", "1")), Entries());

        Assert.Null(user.Tags);
        Assert.Contains("\"user\":{\"metadata\":{\"a\":\"1\"}}", ToJson(user), StringComparison.Ordinal);
    }

    [Fact]
    public void EverythingUpToTheLimitIsKept()
    {
        var user = new UserMetadata(Entries(("a", new('x', UserMetadata.MaxBytes - 1))));

        Assert.Equal((user, 0), UserMetadata.Fit(user));
        Assert.Equal((null, 1), UserMetadata.Fit(new(Entries(("a", new('x', UserMetadata.MaxBytes))))));
    }

    [Fact]
    public void MetadataComeBeforeTagsAndBothInTheOrderOfNames()
    {
        // 1,000 bytes each.
        var long500 = new string('ü', 500);
        var user = new UserMetadata(Entries(("b", long500), ("a", "1")), Entries(("y", long500), ("x", "1"), ("z", long500), ("zz", "1")));

        var (kept, dropped) = UserMetadata.Fit(user);

        Assert.Equal(["a", "b"], kept!.Metadata!.Keys);
        Assert.Equal(["x", "y"], kept.Tags!.Keys);
        Assert.Equal(2, dropped);
    }

    [Fact]
    public void ControlCharactersAreDropped() =>
        Assert.Equal((new UserMetadata(Entries(("a", "one two"))), 0), UserMetadata.Fit(new(Entries(("a", " one\u0000\u0007 two\u0085")))));

    [Fact]
    public void NothingStaysNothing()
    {
        Assert.Equal((null, 0), UserMetadata.Fit(null));
        Assert.Equal((null, 0), UserMetadata.Fit(new()));
    }

    private static string ToJson(UserMetadata user) =>
        JsonSerializer.Serialize(new VersionMetadata(User: user), PipelineJson.Default.VersionMetadata);

    private static Dictionary<string, string> Entries(params (string Name, string Value)[] entries) => entries.ToDictionary(entry => entry.Name, entry => entry.Value);
}
