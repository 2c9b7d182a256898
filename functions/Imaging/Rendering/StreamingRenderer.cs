using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Placeholders;
using Pipeline.Imaging.Renditions;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Imaging.Rendering;

/// <summary>
/// Makes one rendition of an original whose rows arrive from top to bottom, in chunks, and keeps no more of them than resampling
/// needs at a time. Gives to the bit what <see cref="RenditionRenderer"/> and <see cref="PlaceholderGenerator"/> make of the whole
/// decode. For one picture and one thread at a time.
/// </summary>
/// <param name="source">The original's header.</param>
/// <param name="rendition">What to make; <see cref="CanRender"/> must hold.</param>
/// <param name="withPlaceholder">Whether to make the placeholder, too.</param>
public sealed class StreamingRenderer(ImageInfo source, Rendition rendition, bool withPlaceholder = false) : IDisposable
{
    /// <summary>Rows of a chunk; the last may have fewer. Decoders of JPEG deliver as many at a time, or a multiple.</summary>
    public const int ChunkRows = 8;

    private PixelBuffer? _window;
    private PixelBuffer? _stored;
    private PixelBuffer? _thumbnail;
    private Picture? _picture;
    private RowResampler? _resampler;
    private RowResampler? _placeholderResampler;
    private int _height;

    /// <summary>
    /// Whether a rendition can be made from rows as they arrive. Not so an animation; nor what only the whole picture tells: where
    /// attention falls, and whether alpha is opaque everywhere.
    /// </summary>
    public static bool CanRender(ImageInfo source, Rendition rendition)
    {
        var plan = GeometryPlanner.Plan(source, rendition);
        return !source.HasAlpha && !plan.IsPlacedByAttention && !plan.IsPadded && !RenditionRenderer.NeedsAllFrames(source, rendition);
    }

    /// <summary>Where the next chunk is to be written: from row <see cref="NextRow"/> modulo the window's height on.</summary>
    /// <exception cref="InvalidOperationException">Before <see cref="Begin"/>.</exception>
    public PixelBuffer Window => _window ?? throw new InvalidOperationException("The stream has no window before it has begun.");

    /// <summary>The finished rendition, upright: complete from the top as far as <see cref="FinishedRows"/> says. Stays this stream's.</summary>
    /// <exception cref="InvalidOperationException">Before <see cref="Begin"/>.</exception>
    public Picture Picture => _picture ?? throw new InvalidOperationException("The stream has no picture before it has begun.");

    /// <summary>The placeholder, once all rows have arrived; null where none was to be made.</summary>
    public Placeholder? Placeholder { get; private set; }

    /// <summary>The decoded row that comes next: as many have arrived.</summary>
    public int NextRow { get; private set; }

    /// <summary>Rows of the next chunk; 0 when all have arrived.</summary>
    public int NextChunkRows => Math.Min(ChunkRows, _height - NextRow);

    /// <summary>Finished rows of <see cref="Picture"/>. One that has to be turned is finished at once, in the end.</summary>
    public int FinishedRows { get; private set; }

    /// <summary>Says what will arrive: 8-bit sRGB, in stored orientation.</summary>
    /// <param name="width">Width of the decoded frame in pixels.</param>
    /// <param name="height">Height of the decoded frame in pixels.</param>
    /// <param name="channels">3.</param>
    /// <param name="shrink">See <see cref="Picture.Shrink"/>.</param>
    /// <exception cref="ArgumentException">There are other channels than red, green and blue.</exception>
    public void Begin(int width, int height, int channels, int? shrink)
    {
        Prepare(width, height, channels, shrink);
        _window = new PixelBuffer(width, Math.Max(_resampler!.WindowRows, _placeholderResampler?.WindowRows ?? 0), channels);
    }

    /// <summary>Takes the chunk that was written to <see cref="Window"/>, and makes what can be made now.</summary>
    public unsafe void Advance()
    {
        NextRow += NextChunkRows;
        fixed (byte* window = Window.Span)
        {
            Advance(new RowWindow(window, Window.Stride, Window.Height));
        }
    }

    /// <summary>Takes a whole decoded picture instead of chunks.</summary>
    /// <param name="decoded">A still picture in stored orientation; stays the caller's.</param>
    /// <exception cref="ArgumentException">There are other channels than red, green and blue.</exception>
    public unsafe void RenderAll(Picture decoded)
    {
        Prepare(decoded.Width, decoded.FrameHeight, decoded.Pixels.Channels, decoded.Shrink);
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
        _window?.Dispose();
        _stored?.Dispose();
        _thumbnail?.Dispose();
        _picture?.Dispose();
    }

    private void Prepare(int width, int height, int channels, int? shrink)
    {
        if (_picture is not null)
        {
            throw new InvalidOperationException("A stream makes one rendition, and this one has begun another.");
        }

        if (channels != 3)
        {
            throw new ArgumentException($"A stream takes red, green and blue, and there are {channels} channels.", nameof(channels));
        }

        _height = height;
        var plan = StoredPlan.Of(source, GeometryPlanner.Plan(source, rendition), width, height, shrink);
        _stored = new PixelBuffer(plan.Width, plan.Height, channels);
        _picture = new(source.Orientation == 1 ? _stored : OrientationTransform.CreateTarget(_stored, source.Orientation));
        _resampler = new RowResampler(width, height, plan.Region, _stored, plan.Averaged, ChunkRows);
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
        FinishedRows = source.Orientation == 1 ? _resampler.FinishedRows : 0;
    }

    private void TurnUpright()
    {
        if (source.Orientation == 1 || NextRow < _height)
        {
            return;
        }

        OrientationTransform.Apply(_stored!, Picture.Pixels, source.Orientation);
        FinishedRows = Picture.FrameHeight;
    }

    private void MakePlaceholder()
    {
        if (_thumbnail is not { } small || NextRow < _height)
        {
            return;
        }

        _thumbnail = UprightThumbnail.TurnUpright(small, source.Orientation);
        Placeholder = PlaceholderGenerator.FromThumbnail(_thumbnail);
    }
}
