using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Renditions;

namespace Pipeline.Imaging.Rendering;

/// <summary>What the stages of <see cref="RenditionRenderer"/> share: what to make, and the pixels made so far.</summary>
/// <param name="decoded">The original as decoded; the caller disposes it.</param>
/// <param name="source">The original's header.</param>
/// <param name="rendition">What to make.</param>
/// <param name="output">Format to write.</param>
/// <param name="watermark">Picture of the rendition's watermark; null if it has none.</param>
internal sealed class RenderContext(Picture decoded, ImageInfo source, Rendition rendition, ImageFormat output, PixelBuffer? watermark) : IDisposable
{
    private readonly bool _animated = decoded.Frames > 1 && RenditionRenderer.KeepsAnimation(source, rendition, output);
    private PixelBuffer? _pixels;

    public Picture Decoded => decoded;

    public ImageInfo Source => source;

    public Rendition Rendition => rendition;

    public ImageFormat Output => output;

    public PixelBuffer? Watermark => watermark;

    /// <summary>Where pixels come from and where they go. The first stage may still move the crop.</summary>
    public GeometryPlan Plan { get; set; } = GeometryPlanner.Plan(source, rendition);

    /// <summary>Frames of the rendition.</summary>
    public int Frames => _animated ? decoded.Frames : 1;

    /// <summary>Frames stacked vertically, as the last stage left them. Setting new pixels disposes the old ones.</summary>
    /// <exception cref="InvalidOperationException">No stage has made pixels yet.</exception>
    public PixelBuffer Pixels
    {
        get => _pixels ?? throw new InvalidOperationException("No stage has made pixels yet.");
        set
        {
            _pixels?.Dispose();
            _pixels = value;
        }
    }

    /// <summary>The finished rendition; the caller disposes it.</summary>
    public Picture TakePicture()
    {
        var pixels = Pixels;
        _pixels = null;
        return (_animated ? new(pixels, Frames, decoded.DelaysMilliseconds, decoded.LoopCount) : new Picture(pixels)) with { Colours = decoded.Colours };
    }

    public void Dispose() => _pixels?.Dispose();
}
