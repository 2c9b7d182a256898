using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Workloads;

namespace Pipeline.Tests.Benchmarks;

public sealed class SettingsTests
{
    [Fact]
    public void WebPIsMeasuredAtOurSettingsAndAtSharps()
    {
        var request = new PeerRequest("one", [], [Settings.Ours("r", 800, null, "webp")]);

        Assert.True(Settings.Differ(request));
        Assert.Equal(new Target("r", 800, null, "webp", 80, 4), Assert.Single(Settings.Sharps(request).Targets));
    }

    [Fact]
    public void JpegIsTheSameForAll() =>
        Assert.False(Settings.Differ(new("one", [], [Settings.Ours("r", 800, null, "jpeg")])));
}
