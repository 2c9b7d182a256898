using System.Diagnostics;
using System.Text;
using Pipeline.Testing.Hosts;

namespace Pipeline.Tests.Host.S3.Objects;

/// <summary>Documents of megabytes that are made to be slow: refused at once.</summary>
public sealed class HostileXmlTests : IAsyncLifetime
{
    // Generous: without the bounds, each takes minutes.
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    private S3UnderTest _s3 = null!;

    public static TheoryData<string, string> Documents => new()
    {
        { "nested elements", Repeat("<a>", 1_000_000) + Repeat("</a>", 1_000_000) },
        { "nested elements that do not end", Repeat("<a>", 2_000_000) },
        { "nested namespaces", Numbered(150_000, "<p{0}:a xmlns:p{0}='u{0}'>") },
        { "attributes", $"<Delete {Numbered(400_000, " a{0}='1'")}/>" },
        { "attributes with angle brackets", $"<Delete {Numbered(400_000, " a{0}='>'")}/>" },
        { "attributes of a tag without an end", $"<Delete {Numbered(400_000, " a{0}='1'")}" },
        { "namespaces", $"<Delete {Numbered(300_000, " xmlns:a{0}='u{0}'")}/>" },
        { "elements", $"<Delete>{Repeat("<a/>", 1_900_000)}</Delete>" },
        { "comments", $"<Delete><Object><Key>{Repeat("a<!---->", 900_000)}</Key></Object></Delete>" },
        { "instructions", $"<Delete><Object><Key>{Repeat("a<?a?>", 900_000)}</Key></Object></Delete>" },
        { "sections", $"<Delete><Object><Key>{Repeat("<![CDATA[a]]>", 600_000)}</Key></Object></Delete>" },
        { "end tags", Repeat("</a>", 1_500_000) },
        { "invalid UTF-8", "<Delete>\uDC00</Delete>" },
    };

    public async Task InitializeAsync() => _s3 = await S3UnderTest.StartAsync();

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task SlowDocumentIsRefusedAtOnce(string what, string document)
    {
        var body = Encoding.Latin1.GetBytes(document.Replace('\uDC00', '\u00FF'));
        var watch = Stopwatch.StartNew();

        var delete = await _s3.SendAsync("POST", "uploads?delete", body);
        var complete = await _s3.SendAsync("POST", "uploads/a.jpg?uploadId=u", Encoding.Latin1.GetBytes(document.Replace("Delete", "CompleteMultipartUpload").Replace('\uDC00', '\u00FF')));

        Assert.True(watch.Elapsed < MaxTime, $"{what}: {watch.Elapsed}");
        Assert.Equal("400 MalformedXML", delete.Error);
        Assert.Equal("400 MalformedXML", complete.Error);
    }

    [Theory]
    [InlineData("<Delete a='>' b=\"'/>\"><Object ><Key>x</Key></Object\n></Delete>")]
    [InlineData("<?xml version='1.0'?><!-- > - > --><Delete><Object><Key><![CDATA[a<b>]]>/></Key><VersionId/></Object></Delete>")]
    public async Task MarkupIsCountedAsItIsParsed(string document) =>
        Assert.Single((await _s3.SendAsync("POST", "uploads?delete", Encoding.UTF8.GetBytes(document))).Values("Deleted"));

    [Fact]
    public async Task ThousandKeysWithEverythingThatClientsSendAreDeleted()
    {
        var objects = Numbered(1_000, "<Object><Key>k{0}</Key><VersionId>null</VersionId></Object>\n");

        var response = await _s3.SendAsync("POST", "uploads?delete", Encoding.UTF8.GetBytes($"<Delete>{objects}<Quiet>false</Quiet></Delete>"));

        Assert.Equal(1_000, response.Values("Deleted").Count);
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Numbered(int count, string format) => string.Concat(Enumerable.Range(0, count).Select(number => format.Replace("{0}", $"{number}", StringComparison.Ordinal)));
}
