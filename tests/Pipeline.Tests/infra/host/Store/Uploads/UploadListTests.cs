using System.Text;
using Pipeline.Host.Store.Records;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.Store.Uploads;

public sealed class UploadListTests : IAsyncLifetime
{
    private static readonly string[] Keys =
    [
        "a.jpg", "a/1.jpg", "a/2.jpg", "a/b/1.jpg", "a/b/2.jpg", "a/c/1.jpg", "ab.jpg", "b", "é/1.jpg", "\uffee.jpg", "😀/1.jpg", "😀/2.jpg",
    ];

    private readonly TemporaryStore _local = new();

    public async Task InitializeAsync()
    {
        foreach (var key in Keys.Reverse())
        {
            await _local.PutAsync(key, 1);
        }
    }

    public Task DisposeAsync() => _local.DisposeAsync().AsTask();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task KeysAreListedInByteOrder(int limit)
    {
        var (keys, prefixes) = await ListAsync(new(Limit: limit));

        Assert.Equal(Keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal), keys);
        Assert.Empty(prefixes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public async Task DelimiterGroupsKeysIntoPrefixes(int limit)
    {
        var (keys, prefixes) = await ListAsync(new(Limit: limit, Delimiter: "/"));

        Assert.Equal(["a.jpg", "ab.jpg", "b", "\uffee.jpg"], keys);
        Assert.Equal(["a/", "é/", "😀/"], prefixes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task PrefixAndDelimiterListOneFolder(int limit)
    {
        var (keys, prefixes) = await ListAsync(new("a/", Limit: limit, Delimiter: "/"));

        Assert.Equal(["a/1.jpg", "a/2.jpg"], keys);
        Assert.Equal(["a/b/", "a/c/"], prefixes);
    }

    [Fact]
    public async Task PrefixNeedNotEndAtAFolder()
    {
        var (keys, _) = await ListAsync(new("a"));

        Assert.Equal(["a.jpg", "a/1.jpg", "a/2.jpg", "a/b/1.jpg", "a/b/2.jpg", "a/c/1.jpg", "ab.jpg"], keys);
    }

    [Fact]
    public async Task UnknownPrefixListsNone()
    {
        var (keys, prefixes) = await ListAsync(new("zzz", Delimiter: "/"));

        Assert.Empty(keys);
        Assert.Empty(prefixes);
    }

    private async Task<(List<string> Keys, List<string> Prefixes)> ListAsync(ObjectQuery query)
    {
        var (keys, prefixes) = (new List<string>(), new List<string>());
        while (true)
        {
            var page = await _local.Store.Uploads.ListAsync(query, CancellationToken.None);
            Assert.InRange(page.Objects.Count + page.CommonPrefixes.Count, 0, query.Limit);
            keys.AddRange(page.Objects.Select(found => found.Key));
            prefixes.AddRange(page.CommonPrefixes);
            if (page.Next is null)
            {
                return (keys, prefixes);
            }

            query = query with { After = page.Next };
        }
    }
}
