using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
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
