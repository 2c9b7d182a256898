using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.Host.Signatures;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Host.S3.Clients;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>A developer's own page beside the host, in a real browser.</summary>
public sealed class OtherOriginTests
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PageOfAnotherOriginUploadsAndShowsImagesOnlyIfAllowed(bool isAllowed)
    {
        await using var site = await ServedEndpoints.StartAsync(app => app.Map("/", SendPageAsync));
        await using var host = await HostUnderTest.StartAsync(access: new() { Origins = new([isAllowed ? new Uri(site.Address).GetLeftPart(UriPartial.Authority) : "http://localhost:1"]) });
        await host.WaitForEndAsync(await host.UploadAsync("shown.png", SyntheticImages.Png(64, 48)));

        await Chromium.RunAsync("other-origin", new()
        {
            ["address"] = host.Address,
            ["page"] = site.Address,
            ["base64"] = Convert.ToBase64String(SyntheticImages.Png(64, 48)),
            ["allowed"] = isAllowed,
        });

        Assert.Equal(isAllowed, await host.Pipeline.Pipeline.Store.Uploads.HeadAsync("other.png", CancellationToken.None) is not null);
    }

    [TheirPageFact]
    public async Task PlainPageUsesWhatItsServerSigns()
    {
        var credentials = new HostCredentials("AKLOCAL", "a secret/with+signs=");
        await using var site = await ServedEndpoints.StartAsync(app => app.Map("/{**path}", SendPageAsync));
        await using var host = await HostUnderTest.StartAsync(
            access: new() { Origins = new([new Uri(site.Address).GetLeftPart(UriPartial.Authority)]), Credentials = credentials });
        await host.WaitForEndAsync(await host.UploadAsync("shown.png", SyntheticImages.Png(64, 48)));
        var page = new Uri(site.Address).GetLeftPart(UriPartial.Authority) + "/";
        var signed = await Task.Run(() => Sdk.Scripts.Run("presign.mjs", new JsonObject
        {
            ["address"] = host.Address,
            ["page"] = page,
            ["accessKey"] = credentials.AccessKey,
            ["secretKey"] = credentials.SecretKey,
        }.ToJsonString()));

        await Chromium.RunAsync("their-page", new()
        {
            ["page"] = page,
            ["signed"] = JsonNode.Parse(signed),
            ["base64"] = Convert.ToBase64String(SyntheticImages.Png(64, 48)),
        });

        var uploads = host.Pipeline.Pipeline.Store.Uploads;
        Assert.Equal("Summer", (await uploads.HeadAsync("put.png", CancellationToken.None))!.Metadata!["album"]);
        Assert.NotNull(await uploads.HeadAsync("form/my photo.png", CancellationToken.None));
    }

    private static Task SendPageAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync("<!doctype html><title>Their page</title>");
    }
}

/// <summary>A test with several cases in a real browser. It is skipped when none is installed.</summary>
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.SkipReason;
}

/// <summary>A test in a real browser with a page whose server uses the AWS SDK. It is skipped when one of them is missing.</summary>
internal sealed class TheirPageFactAttribute : FactAttribute
{
    public TheirPageFactAttribute() => Skip = Chromium.SkipReason ?? Sdk.Scripts.SkipReason;
}
