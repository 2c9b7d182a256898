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
    public async Task ImagesOfAllStatusesAreListedAndCounted()
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("cats/1.png", SyntheticImages.Png(64, 48)));
        await _served.WaitForEndAsync(await _served.UploadAsync("cats/notes.png", "damaged"u8.ToArray()));
        await _served.WaitForEndAsync(await _served.UploadAsync("dog.png", SyntheticImages.Png(16, 12)));

        var first = await _served.GetAsync("api/images?status=all&limit=2&counts=true");
        var second = await _served.GetAsync($"api/images?status=all&limit=2&counts=true&continuation={first["continuation"]}");
        var cats = await _served.GetAsync("api/images?status=rejected&prefix=cats/&counts=true");

        Assert.Equal(["dog.png", "cats/notes.png", "cats/1.png"], Keys(first).Concat(Keys(second)));
        Assert.Equal((2, 1, 0), Counts(first));
        Assert.Null(second["counts"]);
        Assert.Equal((1, 1, 0), Counts(cats));
        Assert.Equal((1, 0, 0), Counts(await _served.GetAsync("api/images?delimiter=/&counts=true")));
        Assert.Null((await _served.GetAsync("api/images"))["counts"]);
        Assert.Equal(["cats/"], (await _served.GetAsync("api/images?status=all&delimiter=/"))["folders"]!.AsArray().Select(folder => folder!.GetValue<string>()));

        static (int Ready, int Rejected, int Deleted) Counts(JsonObject page) =>
            (page["counts"]!["ready"]!.GetValue<int>(), page["counts"]!["rejected"]!.GetValue<int>(), page["counts"]!["deleted"]!.GetValue<int>());
    }

    [Fact]
    public async Task KeysOfAFilterAreListedByNameInPages()
    {
        await _served.WaitForEndAsync(await _served.UploadAsync("cats/1.png", SyntheticImages.Png(64, 48)));
        await _served.WaitForEndAsync(await _served.UploadAsync("cats/notes.png", "damaged"u8.ToArray()));
        await _served.WaitForEndAsync(await _served.UploadAsync("a.png", SyntheticImages.Png(16, 12)));

        var first = await _served.GetAsync("api/image-keys?status=all&limit=2&sort=size");
        var second = await _served.GetAsync($"api/image-keys?status=all&limit=2&continuation={first["continuation"]}");
        var cats = await _served.GetAsync("api/image-keys?prefix=cats/");

        Assert.Equal(["a.png ready", "cats/1.png ready", "cats/notes.png rejected"], Describe(first).Concat(Describe(second)));
        Assert.Null(second["continuation"]);
        Assert.Equal(["cats/1.png ready"], Describe(cats));
        Assert.StartsWith("arn:aws:states:", cats["keys"]![0]!["execution"]!.GetValue<string>(), StringComparison.Ordinal);

        static IEnumerable<string> Describe(JsonObject page) => page["keys"]!.AsArray().Select(one => $"{one!["key"]} {one["status"]}");
    }

    [Theory]
    [InlineData("cats/1 & 2.png", "cats/1%20%26%202.png")]
    [InlineData("cats/1.png", "cats%2F1.png")]
    [InlineData("cats/process", "cats/process")]
    public async Task AnImageIsProcessedAgainByItsKey(string key, string path)
    {
        await _served.WaitForEndAsync(await _served.UploadAsync(path, SyntheticImages.Png(64, 48)));

        var (status, unchanged) = await _served.SendAsync($"api/images/{path}/process");
        var first = await _served.WaitForEndAsync(unchanged["execution"]!.GetValue<string>());
        File.Delete(_served.Pipeline.Pipeline.Store.Images.GetRenditionPath((await _served.Pipeline.GetEntryAsync(key))!.Record.Current!.Renditions[0].Key));
        var (_, remade) = await _served.SendAsync($"api/images/{path}/process");
        var second = await _served.WaitForEndAsync(remade["execution"]!.GetValue<string>());

        Assert.Equal(System.Net.HttpStatusCode.Accepted, status);
        Assert.Equal((key, $"uploads/{key}"), (unchanged["key"]!.GetValue<string>(), unchanged["imageId"]!.GetValue<string>()));
        Assert.Equal(("unchanged", "succeeded"), (first["outcome"]!.GetValue<string>(), second["outcome"]!.GetValue<string>()));
        Assert.Equal("image-pipeline.backfill", first["input"]!["source"]!.GetValue<string>());
        var versions = (await _served.GetAsync($"api/images/{path}"))["versions"]!.AsArray();
        Assert.Equal(["succeeded", "unchanged", "succeeded"], versions.Select(version => version!["outcome"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("api/images/none.png/process", "There is no original none.png. Upload it again.")]
    [InlineData("api/images/none.png", "The API has no POST /api/images/none.png. To process an image again, use POST /api/images/KEY/process.")]
    public async Task KeyWithoutAnOriginalCannotBeProcessedAgain(string path, string message)
    {
        var (status, problem) = await _served.SendAsync(path);

        Assert.Equal((System.Net.HttpStatusCode.NotFound, message), (status, problem["detail"]!.GetValue<string>()));
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
    [InlineData("status=gone", "status is 'gone'; it must be all, processing, ready, rejected, failed, quarantined or deleted.")]
    public async Task ImpossibleFilterIsRefusedWithWhatItMustBe(string query, string message)
    {
        foreach (var list in (string[])["images", "image-keys"])
        {
            using var response = await _served.Client.GetAsync(new Uri($"api/{list}?{query}", UriKind.Relative));

            Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal(message, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!.GetValue<string>());
        }
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
