using Pipeline.Core.Storage;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.S3.Listing;

public sealed class ListTests : IAsyncLifetime
{
    private static readonly string[] Keys = ["a.txt", "cats/1.jpg", "cats/2.jpg", "cats/kittens/1.jpg", "dogs/1.jpg", "z & < \"z\".txt"];

    private S3UnderTest _s3 = null!;

    public async Task InitializeAsync()
    {
        _s3 = await S3UnderTest.StartAsync();
        foreach (var key in Keys)
        {
            await _s3.PutAsync($"uploads/{Uri.EscapeDataString(key)}", key);
            await _s3.Store.Images.WriteRenditionAsync(new RenditionContent(key, "text/plain", "", new byte[] { 1 }), CancellationToken.None);
        }
    }

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    [Theory]
    [InlineData("uploads")]
    [InlineData("renditions")]
    public async Task KeysAreListedInOrder(string bucket)
    {
        var list = await _s3.GetAsync($"{bucket}?list-type=2");

        Assert.Equal("ListBucketResult", list.Xml.Name.LocalName);
        Assert.Equal(Keys, list.Values("Key"));
        Assert.Equal("6", list.Value("KeyCount"));
        Assert.Equal("false", list.Value("IsTruncated"));
        Assert.Equal("1000", list.Value("MaxKeys"));
        Assert.Empty(list.Values("Owner"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", list.Value("LastModified"));
    }

    [Theory]
    [InlineData("uploads")]
    [InlineData("renditions")]
    public async Task EntryMatchesTheHeadOfTheObject(string bucket)
    {
        var list = await _s3.GetAsync($"{bucket}?list-type=2&prefix=cats/2&fetch-owner=true");
        var head = await _s3.SendAsync("HEAD", $"{bucket}/cats/2.jpg");

        Assert.Equal(head.Header("ETag"), list.Value("ETag"));
        Assert.Equal(head.Header("Content-Length"), list.Value("Size"));
        Assert.Equal(head.Header("Last-Modified"), DateTimeOffset.Parse(list.Value("LastModified"), null).ToString("R"));
        Assert.Single(list.Values("Owner"));
    }

    [Theory]
    [InlineData("uploads")]
    [InlineData("renditions")]
    public async Task FoldersAreCommonPrefixes(string bucket)
    {
        var root = await _s3.GetAsync($"{bucket}?list-type=2&delimiter=/");
        var cats = await _s3.GetAsync($"{bucket}?list-type=2&delimiter=/&prefix=cats/");
        var partial = await _s3.GetAsync($"{bucket}?list-type=2&delimiter=/&prefix=ca");
        var other = await _s3.GetAsync($"{bucket}?list-type=2&delimiter=s/");

        Assert.Equal(["a.txt", "z & < \"z\".txt"], root.Values("Key"));
        Assert.Equal(["cats/", "dogs/"], Prefixes(root));
        Assert.Equal("4", root.Value("KeyCount"));
        Assert.Equal(["cats/1.jpg", "cats/2.jpg"], cats.Values("Key"));
        Assert.Equal(["cats/kittens/"], Prefixes(cats));
        Assert.Equal(["cats/"], Prefixes(partial));
        Assert.Equal(["cats/", "dogs/"], Prefixes(other));
    }

    [Theory]
    [InlineData("uploads", 1, "")]
    [InlineData("uploads", 2, "")]
    [InlineData("uploads", 1, "/")]
    [InlineData("uploads", 3, "/")]
    [InlineData("renditions", 1, "")]
    [InlineData("renditions", 2, "")]
    [InlineData("renditions", 1, "/")]
    [InlineData("renditions", 3, "/")]
    public async Task PagesAddUpToTheWholeList(string bucket, int size, string delimiter)
    {
        var whole = await _s3.GetAsync($"{bucket}?list-type=2&delimiter={delimiter}");
        var found = new List<string>();
        for (var token = ""; ;)
        {
            var page = await _s3.GetAsync($"{bucket}?list-type=2&delimiter={delimiter}&max-keys={size}{token}");
            found.AddRange(page.Values("Key").Concat(Prefixes(page)));
            if (page.Value("IsTruncated") == "false")
            {
                break;
            }

            Assert.Equal(size.ToString(), page.Value("KeyCount"));
            token = $"&continuation-token={page.Value("NextContinuationToken")}";
        }

        Assert.Equal(whole.Values("Key").Concat(Prefixes(whole)).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ListStartsAfterAKey()
    {
        var list = await _s3.GetAsync("uploads?list-type=2&start-after=cats/2.jpg");

        Assert.Equal(Keys[3..], list.Values("Key"));
        Assert.Equal("cats/2.jpg", list.Value("StartAfter"));
    }

    [Fact]
    public async Task ListVersion1HasMarkers()
    {
        var first = await _s3.GetAsync("uploads?max-keys=2&delimiter=/");
        var second = await _s3.GetAsync($"uploads?delimiter=/&marker={first.Value("NextMarker")}");

        Assert.Equal("cats/", first.Value("NextMarker"));
        Assert.Equal("true", first.Value("IsTruncated"));
        Assert.Single(first.Values("Owner"));
        Assert.Equal(["dogs/"], Prefixes(second));
        Assert.Equal("cats/", second.Value("Marker"));
    }

    [Fact]
    public async Task TextIsEncodedOnRequest()
    {
        var list = await _s3.GetAsync("uploads?list-type=2&encoding-type=url&prefix=z%20%26");

        Assert.Equal("url", list.Value("EncodingType"));
        Assert.Equal(["z%20%26%20%3C%20%22z%22.txt"], list.Values("Key"));
        Assert.Equal("z%20%26", list.Value("Prefix"));
    }

    [Fact]
    public async Task MaxKeysMayBeZeroAndIsCappedAt1000()
    {
        var list = await _s3.GetAsync("uploads?list-type=2&max-keys=0");

        Assert.Empty(list.Values("Key"));
        Assert.Equal("false", list.Value("IsTruncated"));
        Assert.Equal("1000", (await _s3.GetAsync("uploads?list-type=2&max-keys=5000")).Value("MaxKeys"));
    }

    [Theory]
    [InlineData("max-keys=-1")]
    [InlineData("max-keys=many")]
    [InlineData("encoding-type=base64")]
    [InlineData("continuation-token=%21")]
    [InlineData("delimiter=%C3%BC")]
    public async Task WrongArgumentIsRefused(string argument) =>
        Assert.Equal("400 InvalidArgument", (await _s3.GetAsync($"uploads?list-type=2&{argument}")).Error);

    private static IEnumerable<string> Prefixes(S3Response list) => list.Values("CommonPrefixes");
}
