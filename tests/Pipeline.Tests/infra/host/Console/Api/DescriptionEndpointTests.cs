using System.Net;
using System.Text.Json.Nodes;
using Pipeline.Core.Describing;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Api;

/// <summary>What people decide about images: their text, and whether they may be seen.</summary>
public sealed class DescriptionEndpointTests : IAsyncLifetime
{
    private const string Violence = """[{"category":"violence","confidence":0.93}]""";

    private readonly ScriptedVisionModel _model = new();
    private HostUnderTest _served = null!;

    public async Task InitializeAsync() => _served = await HostUnderTest.StartAsync(
        describing: new(new(_model, new("test-model", ["en"])), new(ModerationAction.Quarantine)));

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task TextOfAPersonReplacesThatOfTheModelUntilItIsTakenBack()
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("cats/1.png", SyntheticImages.Png(64, 48)));
        var before = await _served.GetAsync("api/images/cats/1.png");
        Assert.Equal(("A picture", "test-model"), ((string?)before["record"]!["description"]!["altText"], (string?)before["record"]!["description"]!["model"]));
        Assert.True((bool)before["describes"]!);

        await DescribeAsync("cats/1.png", new() { ["altText"] = "Katze & \"Hund\"", ["language"] = "de" });
        var described = await _served.GetAsync("api/images/cats/1.png");
        await DescribeAsync("cats/1.png", new() { ["altText"] = null });
        var cleared = await _served.GetAsync("api/images/cats/1.png");

        var description = described["record"]!["description"]!;
        Assert.Equal(("Katze & \"Hund\"", "de", true), ((string?)description["altText"], (string?)description["language"], (bool?)description["byPerson"]));
        Assert.Contains(" alt=\"Katze &amp; &quot;Hund&quot;\" lang=\"de\"", (string?)described["html"], StringComparison.Ordinal);
        Assert.Null(cleared["record"]!["description"]!["altText"]);
        Assert.Contains(" alt=\"1\" loading", (string?)cleared["html"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.png", """{"altText":"","language":null}""", HttpStatusCode.BadRequest, "empty")]
    [InlineData("a.png", """{"altText":null,"language":"en"}""", HttpStatusCode.BadRequest, "A language needs a text.")]
    [InlineData("a.png", """{"altText":"text","language":"not a tag"}""", HttpStatusCode.BadRequest, "en, de or pt-BR")]
    [InlineData("none.png", """{"altText":"text","language":"en"}""", HttpStatusCode.NotFound, "none.png")]
    [InlineData("bad.png", """{"altText":"text","language":"en"}""", HttpStatusCode.Conflict, "nothing to show")]
    public async Task TextThatCannotBeGivenIsRefused(string key, string body, HttpStatusCode status, string reason)
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));
        await _served.WaitForEndAsync(await _served.UploadAsync("bad.png", "damaged"u8.ToArray()));

        var (refused, problem) = await _served.SendAsync($"api/images/{key}/description", JsonNode.Parse(body), HttpMethod.Put);

        Assert.Equal(status, refused);
        Assert.Contains(reason, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImageInQuarantineIsShownToItsReviewerOnlyAndReleasedOnce()
    {
        _model.Answer = _ => ScriptedVisionModel.Describe("A fight", Violence);
        await _served.WaitForEndAsync(await _served.UploadAsync("a b.png", SyntheticImages.Png(1_200, 900)));

        var image = await _served.GetAsync("api/images/a%20b.png");
        var version = image["quarantined"]!["version"]!;
        Assert.Equal(("quarantined", "moderated"), ((string?)image["record"]!["status"], (string?)image["record"]!["reason"]!["code"]));
        Assert.Null(image["record"]!["current"]);
        Assert.Null(image["html"]);
        Assert.Equal("A fight", (string?)image["quarantined"]!["description"]!["altText"]);
        Assert.Equal(["a b.png"], (await _served.GetAsync("api/images?status=quarantined"))["images"]!.AsArray().Select(each => (string?)each!["key"]));
        using (var picture = await _served.Client.GetAsync(new Uri("api/quarantine/a%20b.png", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
            Assert.StartsWith("image/", picture.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
            Assert.True(picture.Headers.CacheControl!.NoStore);
            Assert.NotEmpty(await picture.Content.ReadAsByteArrayAsync());
        }

        var rendition = new Uri($"renditions/{string.Join('/', ((string)version["renditions"]![0]!["key"]!).Split('/').Select(Uri.EscapeDataString))}", UriKind.Relative);
        Assert.False((await _served.Client.GetAsync(rendition)).IsSuccessStatusCode);

        var (other, otherProblem) = await _served.SendAsync("api/quarantine/a%20b.png/release?etag=0123");
        var (status, released) = await _served.SendAsync($"api/quarantine/a%20b.png/release?etag={(string?)image["record"]!["etag"]}");
        await _served.WaitForEndAsync((string)released["execution"]!);
        var (again, _) = await _served.SendAsync("api/quarantine/a%20b.png/release");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Accepted, HttpStatusCode.Conflict), (other, status, again));
        Assert.Contains("uploaded again", (string?)otherProblem["detail"], StringComparison.Ordinal);
        var after = await _served.GetAsync("api/images/a%20b.png");
        Assert.Equal(("ready", (string?)version["prefix"]), ((string?)after["record"]!["status"], (string?)after["record"]!["current"]!["prefix"]));
        Assert.Equal(["succeeded", "quarantined"], after["versions"]!.AsArray().Select(each => (string?)each!["outcome"]));
        Assert.True((await _served.Client.GetAsync(rendition)).IsSuccessStatusCode);
        using var gone = await _served.Client.GetAsync(new Uri("api/quarantine/a%20b.png", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task HostThatDoesNotDescribeImagesSaysSo()
    {
        await using var served = await HostUnderTest.StartAsync();
        await served.WaitForEndAsync(await served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));

        var (text, problem) = await served.SendAsync("api/images/a.png/description", new JsonObject { ["altText"] = "text" }, HttpMethod.Put);
        var (release, _) = await served.SendAsync("api/quarantine/a.png/release");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (text, release));
        Assert.Contains("--describe-url", (string?)problem["detail"], StringComparison.Ordinal);
        var image = await served.GetAsync("api/images/a.png");
        Assert.False((bool)image["describes"]!);
        Assert.Null(image["quarantined"]);
    }

    private async Task DescribeAsync(string key, JsonObject body)
    {
        var (status, response) = await _served.SendAsync($"api/images/{key}/description", body, HttpMethod.Put);
        Assert.True(status == HttpStatusCode.Accepted, response.ToJsonString());
        await _served.WaitForEndAsync((string)response["execution"]!);
    }
}
