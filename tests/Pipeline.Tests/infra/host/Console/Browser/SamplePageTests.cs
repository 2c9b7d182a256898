using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>The page in <c>samples/web</c>, from another origin, in a real browser.</summary>
public sealed class SamplePageTests
{
    [BrowserFact]
    public async Task SamplePageUploadsAPhotoAndShowsItsRenditions()
    {
        await RunAsync(
            ("photo.png", "image/png", SyntheticImages.Png(640, 480), "5 renditions.", false),
            ("notes.txt", "text/plain", Encoding.UTF8.GetBytes("not an image"), "'text/plain' is not accepted. Accepted are image/jpeg", true),
            ("fake.jpg", "image/jpeg", Encoding.UTF8.GetBytes("not an image"), "judging by its content", true),
            ("large.png", "image/png", SyntheticImages.Png(2_000, 1_500), "at most 1,000,000 are allowed", true));
    }

    [Fact]
    public void SamplePageIsShort() => Assert.InRange(File.ReadAllLines(PagePath).Length, 1, 149);

    private static string PagePath => Repository.PathOf("samples", "web", "index.html");

    private static async Task RunAsync(params (string Name, string Type, byte[] Content, string Message, bool IsBad)[] files)
    {
        await using var site = await ServedEndpoints.StartAsync(app => app.Map("/{**path}", context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.SendFileAsync(PagePath);
        }));
        await using var host = await HostUnderTest.StartAsync(
            options: new(Port: 0) { MaxUploadBytes = 1_000_000 }, access: new() { Origins = new([new Uri(site.Address).GetLeftPart(UriPartial.Authority)]) });
        foreach (var (name, type, content, message, isBad) in files)
        {
            await Chromium.RunAsync("sample-page", new()
            {
                ["page"] = $"{new Uri(site.Address).GetLeftPart(UriPartial.Authority)}/?api={Uri.EscapeDataString(host.Address)}",
                ["name"] = name,
                ["type"] = type,
                ["base64"] = Convert.ToBase64String(content),
                ["message"] = message,
                ["bad"] = isBad,
            });
        }
    }
}
