using Pipeline.Benchmarks.Contenders;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>
/// Whose quality and effort a rendition is encoded with. Ours are what the pipeline does by default; sharp's own are what its users
/// get, and it is measured at ours, too, where the encoder decides.
/// </summary>
internal static class Settings
{
    /// <summary>A rendition as the pipeline makes it by default.</summary>
    public static Target PipelineDefaults(string name, int width, int? height, string format)
    {
        var parsed = Enum.Parse<ImageFormat>(format, ignoreCase: true);
        return new(name, width, height, format, RenditionFormats.DefaultQuality(parsed), RenditionFormats.DefaultEffort(parsed));
    }

    /// <summary>The same with sharp's own defaults (sharp.pixelplumbing.com/api-output): quality 80 everywhere, WebP's effort 4.</summary>
    public static Target WithSharpDefaults(Target target) => target with { Quality = 80, Effort = target.Format == "webp" ? 4 : null };

    /// <inheritdoc cref="WithSharpDefaults(Target)"/>
    public static PeerRequest WithSharpDefaults(PeerRequest request) => request with { Targets = [.. request.Targets.Select(WithSharpDefaults)] };

    /// <summary>Whether sharp's own settings are others than ours.</summary>
    public static bool SharpDefaultsDiffer(PeerRequest request) => !request.Targets.SequenceEqual(WithSharpDefaults(request).Targets);
}
