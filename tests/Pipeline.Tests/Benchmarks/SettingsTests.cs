using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Workloads;

namespace Pipeline.Tests.Benchmarks;

public sealed class SettingsTests
{
    [Fact]
    public void SharpDefaultsForWebPDifferFromOurs()
    {
        var request = new PeerRequest("one", [], [Settings.PipelineDefaults("r", 800, null, "webp")]);

        Assert.True(Settings.SharpDefaultsDiffer(request));
        Assert.Equal(new Target("r", 800, null, "webp", 80, 4), Assert.Single(Settings.WithSharpDefaults(request).Targets));
    }

    [Fact]
    public void SharpDefaultsForJpegEqualOurs() =>
        Assert.False(Settings.SharpDefaultsDiffer(new("one", [], [Settings.PipelineDefaults("r", 800, null, "jpeg")])));
}
