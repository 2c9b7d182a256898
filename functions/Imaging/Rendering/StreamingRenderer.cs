using Pipeline.Imaging.Compositing;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Gamuts;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Placeholders;
using Pipeline.Imaging.Renditions;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Imaging.Rendering;

/// <summary>
/// Makes one rendition of an original whose rows arrive in chunks, from top to bottom, and keeps only the rows that resampling still
/// needs. Gives the same bits as <see cref="RenditionRenderer"/> and <see cref="PlaceholderGenerator"/> on the whole decode. Each
/// instance makes one rendition, on one thread at a time.
/// </summary>
/// <param name="source">The original's header.</param>
/// <param name="rendition">What to make; <see cref="CanRender"/> must hold.</param>
/// <param name="withPlaceholder">Whether to make the placeholder as well.</param>
/// <param name="watermark">Picture of the rendition's watermark, sRGB; null if it has none. The caller keeps it.</param>
public sealed class StreamingRenderer(ImageInfo source, Rendition rendition, bool withPlaceholder = false, PixelBuffer? watermark = null) : IDisposable
{
    /// <summary>Rows per chunk; the last chunk may have fewer. JPEG decoders deliver this number of rows at a time, or a multiple.</summary>
    public const int ChunkRows = 8;

    private PixelBuffer? _window;
    private PixelBuffer? _stored;
    private PixelBuffer? _thumbnail;
    private Picture? _picture;
    private RowResampler? _resampler;
    private RowResampler? _placeholderResampler;
    private WatermarkOverlay? _overlay;
    private int _height;

    /// <summary>
    /// Whether a rendition can be made from rows as they arrive. Animations and padding cannot, nor can anything that needs the whole
    /// picture: a crop placed by attention, or the check that alpha is opaque everywhere.
    /// </summary>
    public static bool CanRender(ImageInfo source, Rendition rendition)
    {
        var plan = GeometryPlanner.Plan(source, rendition);
        return !source.HasAlpha && !plan.IsPlacedByAttention && !plan.IsPadded && !RenditionRenderer.NeedsAllFrames(source, rendition);
    }

    /// <summary>Where to write the next chunk, starting at row <see cref="NextRow"/> modulo the window's height.</summary>
    /// <exception cref="InvalidOperationException">Before <see cref="Begin"/>.</exception>
    public PixelBuffer Window => _window ?? throw new InvalidOperationException("The renderer has no window yet; call Begin first.");

    /// <summary>The rendition, upright. Its first <see cref="FinishedRows"/> rows are complete. The renderer disposes it.</summary>
    /// <exception cref="InvalidOperationException">Before <see cref="Begin"/>.</exception>
    public Picture Picture => _picture ?? throw new InvalidOperationException("The renderer has no picture yet; call Begin first.");

    /// <summary>The placeholder, once all rows have arrived; null if none was requested.</summary>
    public Placeholder? Placeholder { get; private set; }

    /// <summary>Index of the next decoded row, which is the number of rows that have arrived.</summary>
    public int NextRow { get; private set; }

    /// <summary>Rows of the next chunk; 0 when all have arrived.</summary>
    public int NextChunkRows => Math.Min(ChunkRows, _height - NextRow);

    /// <summary>Finished rows of <see cref="Picture"/>. A picture that must be turned upright is finished all at once, at the end.</summary>
    public int FinishedRows { get; private set; }

    /// <summary>Announces the decoded frame: 8 bits, in stored orientation.</summary>
    /// <param name="width">Width of the decoded frame in pixels.</param>
    /// <param name="height">Height of the decoded frame in pixels.</param>
    /// <param name="channels">Must be 3.</param>
    /// <param name="shrink">See <see cref="Picture.Shrink"/>.</param>
    /// <param name="colours">See <see cref="Picture.Colours"/>.</param>
    /// <exception cref="ArgumentException">The number of channels is not 3.</exception>
    public void Begin(int width, int height, int channels, int? shrink, Gamut colours = Gamut.Srgb)
    {
        Prepare(width, height, channels, shrink, colours);
        _window = new PixelBuffer(width, Math.Max(_resampler!.WindowRows, _placeholderResampler?.WindowRows ?? 0), channels);
    }

    /// <summary>Takes the chunk that was written to <see cref="Window"/>, and makes all rows that it now can.</summary>
    public unsafe void Advance()
    {
        NextRow += NextChunkRows;
        fixed (byte* window = Window.Span)
        {
            Advance(new RowWindow(window, Window.Stride, Window.Height));
        }
    }

    /// <summary>Takes a whole decoded picture instead of chunks.</summary>
    /// <param name="decoded">A still picture in stored orientation; the caller disposes it.</param>
    /// <exception cref="ArgumentException">The number of channels is not 3.</exception>
    public unsafe void RenderAll(Picture decoded)
    {
        Prepare(decoded.Width, decoded.FrameHeight, decoded.Pixels.Channels, decoded.Shrink, decoded.Colours);
        NextRow = _height;
        fixed (byte* pixels = decoded.Pixels.Span)
        {
            Advance(new RowWindow(pixels, decoded.Pixels.Stride, _height));
        }
    }

    public void Dispose()
    {
        _resampler?.Dispose();
        _placeholderResampler?.Dispose();
        _overlay?.Dispose();
        _window?.Dispose();
        _stored?.Dispose();
        _thumbnail?.Dispose();
        _picture?.Dispose();
    }

    private void Prepare(int width, int height, int channels, int? shrink, Gamut colours)
    {
        if (_picture is not null)
        {
            throw new InvalidOperationException("A renderer makes one rendition, and this one has already begun; create another.");
        }

        if (channels != 3)
        {
            throw new ArgumentException($"The renderer takes 3 channels (red, green and blue), not {channels}.", nameof(channels));
        }

        _height = height;
        var plan = StoredPlan.FromUpright(source, GeometryPlanner.Plan(source, rendition), width, height, shrink);
        _stored = new PixelBuffer(plan.Width, plan.Height, channels);
        _picture = new(source.Orientation == 1 ? _stored : OrientationTransform.CreateTarget(_stored, source.Orientation)) { Colours = colours };
        _overlay = WatermarkOverlay.Create(rendition, watermark, _picture.Width, _picture.FrameHeight, colours);
        _resampler = new RowResampler(width, height, plan.Region, _stored, plan.ShrinkFactor, ChunkRows);
        if (withPlaceholder)
        {
            _thumbnail = UprightThumbnail.CreateBuffer(width, height, channels, ThumbHash.MaxSize);
            _placeholderResampler = new RowResampler(width, height, Region.Whole(width, height), _thumbnail, shrinkFactor: 1, ChunkRows);
        }
    }

    private void Advance(RowWindow window)
    {
        Resample(window);
        TurnUpright();
        MakePlaceholder();
    }

    private void Resample(RowWindow window)
    {
        _resampler!.Advance(window, NextRow);
        _placeholderResampler?.Advance(window, NextRow);
        if (source.Orientation == 1)
        {
            Finish(_resampler.FinishedRows);
        }
    }

    private void TurnUpright()
    {
        if (source.Orientation == 1 || NextRow < _height)
        {
            return;
        }

        OrientationTransform.Apply(_stored!, Picture.Pixels, source.Orientation);
        Finish(Picture.FrameHeight);
    }

    /// <summary>Draws the watermark on the rows that resampling has left behind. Each is drawn on once.</summary>
    private void Finish(int rows)
    {
        _overlay?.Draw(Picture.Pixels, FinishedRows, rows);
        FinishedRows = rows;
    }

    private void MakePlaceholder()
    {
        if (_thumbnail is not { } thumbnail || NextRow < _height)
        {
            return;
        }

        _thumbnail = UprightThumbnail.TurnUpright(thumbnail, source.Orientation);
        GamutConversion.Convert(_thumbnail, Picture.Colours, Gamut.Srgb);
        Placeholder = PlaceholderGenerator.FromThumbnail(_thumbnail);
    }
}
