using Pipeline.Core.Describing;
using Pipeline.Testing.Hosts;
using Pipeline.Testing.Pictures;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>What images show in words, and the review of those in quarantine, in a real browser.</summary>
public sealed class DescriptionsTests
{
    [BrowserFact]
    public async Task AReviewerLooksAtAnImageInQuarantineReleasesItAndCorrectsItsText()
    {
        var model = new ScriptedVisionModel { Answer = _ => ScriptedVisionModel.Describe("Cats & dogs: 1 < 2", """[{"category":"violence","confidence":0.93},{"category":"gore","confidence":0.2}]""") };
        await using var host = await HostUnderTest.StartAsync(describing: new(new(model, new("qwen3-vl:8b", ["en"])), new(ModerationAction.Quarantine)));
        await host.WaitForEndAsync(await host.UploadAsync("cats/1.png", SyntheticImages.Png(1_200, 900)));

        await Chromium.RunAsync("describe", new() { ["address"] = host.Address, ["key"] = "cats/1.png" });

        var record = (await host.Pipeline.GetEntryAsync("cats/1.png"))!.Record;
        Assert.Equal(("Zwei Katzen & \"Hund\": 1 < 2", "de", true), (record.Description!.AltText, record.Description.Language, record.Description.ByPerson));
    }
}
