using System.Text.Json.Nodes;
using Pipeline.Testing.Files;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Api;

public sealed class ImageEndpointsTests : IAsyncLifetime
{
    private HostUnderTest _served = null!;

    public async Task InitializeAsync() => _served = await HostUnderTest.StartAsync();

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task AnImageIsShownWithItsVersionsNewestFirst()
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48, seed: 1)));
        await _served.WaitForEndAsync(await _served.UploadAsync("a.png", "damaged"u8.ToArray()));
        await _served.WaitForEndAsync(await _served.UploadAsync("a.png", SyntheticImages.Png(48, 64, seed: 2)));

        var image = await _served.GetAsync("api/images/a.png");
        var versions = image["versions"]!.AsArray();

        Assert.Equal("ready", image["record"]!["status"]!.GetValue<string>());
        Assert.Equal(["succeeded", "rejected", "succeeded"], versions.Select(version => version!["outcome"]!.GetValue<string>()));
        Assert.Equal([48, 64, 64], versions.Select(version => version!["version"]!["width"]!.GetValue<int>()));
        Assert.Equal("unsupportedFormat", versions[1]!["reason"]!["code"]!.GetValue<string>());
        Assert.Equal([false, false, true], versions.Select(version => version!["removeAfter"] is not null));
        Assert.InRange(versions[2]!["removeAfter"]!.GetValue<DateTimeOffset>(), DateTimeOffset.UtcNow.AddDays(6), DateTimeOffset.UtcNow.AddDays(7));
        Assert.Equal(image["original"]!["size"]!.GetValue<long>(), image["record"]!["current"]!["bytes"]!.GetValue<long>());
    }

    [Fact]
    public async Task AnImageHasTheHtmlThatShowsIt()
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("it's 1.png", SyntheticImages.Png(640, 480)));
        await _served.WaitForEndAsync(await _served.UploadAsync("bad.png", "damaged"u8.ToArray()));

        var html = (await _served.GetAsync("api/images/it's%201.png"))["html"]!.GetValue<string>();

        Assert.Contains($" src=\"{_served.Address.TrimEnd('/')}/renditions/it%27s%201.png/", html, StringComparison.Ordinal);
        Assert.Contains(" alt=\"it&#39;s 1\"", html, StringComparison.Ordinal);
        Assert.Null((await _served.GetAsync("api/images/bad.png"))["html"]);
    }

    [Fact]
    public async Task ImagesAreListedByFolderTextAndOrder()
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("cats/1.png", SyntheticImages.Png(64, 48)));
        await _served.WaitForEndAsync(await _served.UploadAsync("cats/small/2.png", SyntheticImages.Png(320, 240)));
        await _served.WaitForEndAsync(await _served.UploadAsync("dog.png", SyntheticImages.Png(16, 12)));

        var root = await _served.GetAsync("api/images?delimiter=/");
        var cats = await _served.GetAsync("api/images?prefix=cats/&delimiter=/");

        Assert.Equal(["dog.png"], Keys(root));
        Assert.Equal(["cats/"], root["folders"]!.AsArray().Select(folder => folder!.GetValue<string>()));
        Assert.Equal(["cats/1.png"], Keys(cats));
        Assert.Equal(["cats/small/"], cats["folders"]!.AsArray().Select(folder => folder!.GetValue<string>()));
        Assert.Equal(["cats/1.png", "cats/small/2.png"], Keys(await _served.GetAsync("api/images?text=CATS&sort=name")));
        Assert.Equal(["dog.png", "cats/1.png", "cats/small/2.png"], Keys(await _served.GetAsync("api/images?sort=size&order=asc")));
        Assert.Equal(["dog.png", "cats/small/2.png", "cats/1.png"], Keys(await _served.GetAsync("api/images?sort=name&order=desc")));
    }

    [Fact]
    public async Task UnannouncedVersionHasAnOutcome()
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));
        await _served.WaitForEndAsync(await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));

        var versions = (await _served.GetAsync("api/images/a.png"))["versions"]!.AsArray();

        Assert.Equal(["unchanged", "succeeded"], versions.Select(version => version!["outcome"]!.GetValue<string>()));
        Assert.Null(versions[0]!["version"]);
    }

    [Fact]
    public async Task ImagesAreListedByStatus()
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("good.png", SyntheticImages.Png(64, 48)));
        await _served.WaitForEndAsync(await _served.UploadAsync("bad.png", "damaged"u8.ToArray()));

        Assert.Equal(["good.png"], Keys(await _served.GetAsync("api/images")));
        Assert.Equal(["bad.png"], Keys(await _served.GetAsync("api/images?status=rejected")));
        Assert.Empty(Keys(await _served.GetAsync("api/images?status=failed")));
        var counts = (await _served.GetAsync("api/status"))["images"]!;
        Assert.Equal((1, 1, 0), (counts["ready"]!.GetValue<int>(), counts["rejected"]!.GetValue<int>(), counts["deleted"]!.GetValue<int>()));
    }

    [Fact]
    public async Task PhotosAreFoundByWhatTheySayOfThemselves()
    {
        var photo = SyntheticImages.Jpeg(64, 48);
        await _served.WaitForEndAsync(await _served.UploadAsync("old.jpg", CameraPhoto.Write(photo, "2024:01:02 03:04:05", keywords: "harbour")));
        await _served.WaitForEndAsync(await _served.UploadAsync("new.jpg", CameraPhoto.Write(photo, model: "PowerShot", keywords: ["harbour", "boats"])));
        await _served.WaitForEndAsync(await _served.UploadAsync("plain.jpg", photo));

        Assert.Equal(["new.jpg", "old.jpg", "plain.jpg"], Keys(await _served.GetAsync("api/images?sort=taken")));
        Assert.Equal(["new.jpg", "old.jpg"], Keys(await _served.GetAsync("api/images?keyword=Harbour")));
        Assert.Equal(["new.jpg"], Keys(await _served.GetAsync("api/images?keyword=harbour&takenAfter=2025-06&camera=canon%20power")));
        Assert.Equal(["old.jpg"], Keys(await _served.GetAsync("api/images?takenBefore=2025")));
        Assert.Empty(Keys(await _served.GetAsync("api/images?takenBefore=2025&status=rejected")));
        Assert.Equal(["plain.jpg", "new.jpg", "old.jpg"], Keys(await _served.GetAsync("api/images?keyword=&camera=")));
    }

    [Theory]
    [InlineData("takenAfter=June", "takenAfter is 'June'; it must be a date such as 2025, 2025-06, 2025-06-07 or 2025-06-07T18:30.")]
    [InlineData("takenBefore=2025-02-30", "takenBefore is '2025-02-30'; it must be a date such as 2025, 2025-06, 2025-06-07 or 2025-06-07T18:30.")]
    [InlineData("sort=colour", "sort is 'colour'; it must be updated, taken, name or size.")]
    [InlineData("sort=1", "sort is '1'; it must be updated, taken, name or size.")]
    [InlineData("order=up", "order is 'up'; it must be asc or desc.")]
    [InlineData("delimiter=.", "delimiter is '.'; it must be /.")]
    public async Task ImpossibleFilterIsRefusedWithWhatItMustBe(string query, string message)
    {
        using var response = await _served.Client.GetAsync(new Uri($"api/images?{query}", UriKind.Relative));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(message, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task ADeletedImageLeavesItsRecordAndHistory()
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48)));

        var (status, submission) = await _served.SendAsync("api/images/a.png", null, HttpMethod.Delete);
        await _served.WaitForEndAsync(submission["execution"]!.GetValue<string>());
        var image = await _served.GetAsync("api/images/a.png");

        Assert.Equal(System.Net.HttpStatusCode.Accepted, status);
        Assert.Equal("deleted", image["record"]!["status"]!.GetValue<string>());
        Assert.Null(image["original"]);
        Assert.Equal(["removed", "succeeded"], image["versions"]!.AsArray().Select(version => version!["outcome"]!.GetValue<string>()));
    }

    [Fact]
    public async Task AnnouncementsCarryTheMessageForSubscribers()
    {
        var name = await _served.UploadAsync("a.png", SyntheticImages.Png(64, 48));
        await _served.WaitForEndAsync(name);
        await _served.WaitForEndAsync(await _served.UploadAsync("b.png", "damaged"u8.ToArray()));

        var newest = (await _served.GetAsync("api/announcements"))["announcements"]!.AsArray();
        var oldest = (await _served.GetAsync("api/announcements?order=oldest&limit=1"))!;
        var failures = (await _served.GetAsync("api/announcements?topic=failure"))["announcements"]!.AsArray();
        var rest = await _served.GetAsync($"api/announcements?order=oldest&after={oldest["after"]}");

        Assert.Equal(["failure", "success"], newest.Select(one => one!["topic"]!.GetValue<string>()));
        var first = oldest["announcements"]![0]!;
        Assert.Equal(name, first["execution"]!.GetValue<string>());
        Assert.Equal("succeeded", first["message"]!["outcome"]!.GetValue<string>());
        Assert.Equal("rejected", Assert.Single(failures)!["message"]!["outcome"]!.GetValue<string>());
        Assert.Single(rest["announcements"]!.AsArray());
    }

    private static IEnumerable<string> Keys(JsonObject page) => page["images"]!.AsArray().Select(one => one!["key"]!.GetValue<string>());
}
