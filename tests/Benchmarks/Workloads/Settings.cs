using Pipeline.Benchmarks.Contenders;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>
/// Quality and effort that a rendition is encoded with: the pipeline's defaults, or sharp's own, which its users get. sharp is measured
/// with both if they differ.
/// </summary>
internal static class Settings
{
    /// <summary>A rendition with the pipeline's defaults.</summary>
    public static Target PipelineDefaults(string name, int width, int? height, string format)
    {
        var parsed = Enum.Parse<ImageFormat>(format, ignoreCase: true);
        return new(name, width, height, format, RenditionFormats.DefaultQuality(parsed), RenditionFormats.DefaultEffort(parsed));
    }

    /// <summary>The same with sharp's own defaults (sharp.pixelplumbing.com/api-output): quality 80, AVIF's 50, effort 4.</summary>
    public static Target WithSharpDefaults(Target target) => target with
    {
        Quality = target.Format == "avif" ? 50 : 80,
        Effort = target.Format is "webp" or "avif" ? 4 : null,
    };

    /// <inheritdoc cref="WithSharpDefaults(Target)"/>
    public static PeerRequest WithSharpDefaults(PeerRequest request) => request with { Targets = [.. request.Targets.Select(WithSharpDefaults)] };

    /// <summary>Whether sharp's own settings differ from the pipeline's.</summary>
    public static bool SharpDefaultsDiffer(PeerRequest request) => !request.Targets.SequenceEqual(WithSharpDefaults(request).Targets);
}
