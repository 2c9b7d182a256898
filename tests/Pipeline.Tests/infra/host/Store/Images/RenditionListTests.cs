using Pipeline.Core.Storage;
using Pipeline.Host.Store.Records;
using Pipeline.Host.Store.Sql;
using Pipeline.Host.Store.Uploads;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Images;

public sealed class RenditionListTests : IAsyncLifetime
{
    private readonly TemporaryStore _local = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    /// <summary>Includes names that sort before and after a slash, names stored in pieces, and characters beyond the basic plane.</summary>
    [Fact]
    public async Task EveryQueryMatchesAFilteredListOfAllKeys()
    {
        var piece = new string('p', 170);
        string[] keys =
        [
            "a", "a!", "a!/b.webp", "a.jpg/1/x.webp", "a.jpg/1/y.webp", "a/b", "a/b/c", "a0", "a//b", "a/", "/a", "b/..", "b/x..y", "%41", "NUL", "Ä/ö", "\uffff", "🐈/1",
            piece, $"{piece}/1", $"{piece}{piece}!x", $"{piece}{piece}/x", $"{piece}{piece}0x", $"{piece}pppppp/0", $"{piece}ppppp!", $"{piece}ppppp\"/1", $"{piece}ppppp\"", $"{piece}ppppp+1",
        ];
        foreach (var key in keys)
        {
            await WriteAsync(key);
        }

        foreach (var prefix in (string[])["", "a", "a/", "a.jpg/1/", "b/", "none/", piece, $"{piece}{piece}", "Ä", "/"])
        {
            foreach (var delimiter in (string?[])[null, "/", "!", "p/"])
            {
                foreach (var after in (string?[])[null, "", "a", "a!/", "a/", "a/b", "a//", "b", piece, $"{piece}/", $"{piece}{piece}", "\uffff", "🐈/"])
                {
                    var query = new ObjectQuery(prefix, after, 1000, delimiter);
                    var (objects, prefixes) = Expected(keys, query);
                    var page = await _local.Store.Images.ListAsync(query, CancellationToken.None);
                    Assert.Equal(objects, page.Objects.Select(found => found.Key));
                    Assert.Equal(prefixes, page.CommonPrefixes);
                    Assert.Equal(objects.Concat(prefixes), await PagesAsync(query, 3));
                }
            }
        }
    }

    [Fact]
    public async Task ForeignFileIsNotListed()
    {
        await WriteAsync("a/1.webp");
        await File.WriteAllTextAsync(_local.PathOf("renditions", "a", "not escaped?.txt"), "x");
        await File.WriteAllTextAsync(_local.PathOf("renditions", "no dot"), "x");
        Directory.CreateDirectory(_local.PathOf("renditions", "empty"));

        var page = await _local.Store.Images.ListAsync(new(Delimiter: "/"), CancellationToken.None);

        Assert.Empty(page.Objects);
        Assert.Equal(["a/"], page.CommonPrefixes);
        Assert.Equal("a/1.webp", Assert.Single((await _local.Store.Images.ListAsync(new(), CancellationToken.None)).Objects).Key);
    }

    [Fact]
    public async Task ListedRenditionMatchesTheOpenedOne()
    {
        await WriteAsync("a/1.webp");

        using var opened = _local.Store.Images.OpenRenditionObject("a/1.webp");

        Assert.Equal(Assert.Single((await _local.Store.Images.ListAsync(new(), CancellationToken.None)).Objects), opened!.Object);
        Assert.EndsWith("-1", opened.Object.ETag, StringComparison.Ordinal);
        Assert.Null(_local.Store.Images.OpenRenditionObject("a/2.webp"));
    }

    private static (IReadOnlyList<string> Objects, IReadOnlyList<string> Prefixes) Expected(string[] keys, ObjectQuery query)
    {
        var objects = new List<string>();
        var prefixes = new List<string>();
        foreach (var key in keys.Where(key => key.StartsWith(query.Prefix, StringComparison.Ordinal)).Order(Comparer<string>.Create(Utf8Order.Compare)))
        {
            var afterPrefix = query.After is { } after && UploadList.IsCommonPrefix(after, query) && key.StartsWith(after, StringComparison.Ordinal);
            if (afterPrefix || (query.After is not null && Utf8Order.Compare(key, query.After) <= 0))
            {
                continue;
            }

            if (UploadList.GetCommonPrefix(key, query) is not { } common)
            {
                objects.Add(key);
            }
            else if (!prefixes.Contains(common))
            {
                prefixes.Add(common);
            }
        }

        return (objects, prefixes);
    }

    private async Task<IEnumerable<string>> PagesAsync(ObjectQuery query, int size)
    {
        var (objects, prefixes) = (new List<string>(), new List<string>());
        for (var next = query with { Limit = size }; ;)
        {
            var page = await _local.Store.Images.ListAsync(next, CancellationToken.None);
            objects.AddRange(page.Objects.Select(found => found.Key));
            prefixes.AddRange(page.CommonPrefixes);
            if (page.Next is null)
            {
                return objects.Concat(prefixes);
            }

            Assert.Equal(size, page.Objects.Count + page.CommonPrefixes.Count);
            next = next with { After = page.Next };
        }
    }

    private Task WriteAsync(string key) =>
        _local.Store.Images.WriteRenditionAsync(new RenditionContent(key, "image/webp", "", new byte[] { 1, 2 }), CancellationToken.None);
}
