using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Imaging.Rendering;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Transcoding;

/// <summary>
/// An image whose rows are rendered when libvips asks for them: it decodes the source rows that they need and passes them to the
/// renderer. libvips asks from top to bottom, on one of its own threads. An exception there is kept in <see cref="Fault"/>, because
/// none may pass through libvips.
/// </summary>
internal sealed unsafe class RenditionRows : IDisposable
{
    private const int FatStrip = 1; // VIPS_DEMAND_STYLE_FATSTRIP: whole rows, 16 at a time
    private const int Uncoded = 0; // VIPS_CODING_NONE

    private readonly Lock _lock = new();
    private readonly VipsImage _source;
    private readonly VipsImage _window;
    private readonly VipsImage _target;
    private readonly StreamingRenderer _renderer;
    private readonly GCHandle _self;
    private long _decodeTicks;
    private long _resampleTicks;

    /// <param name="source">The image to decode, from top to bottom.</param>
    /// <param name="window">An image over the memory of the renderer's window.</param>
    /// <param name="target">An image over the memory of the renderer's picture.</param>
    /// <param name="renderer">Renderer on which <see cref="StreamingRenderer.Begin"/> has been called.</param>
    /// <exception cref="VipsException">libvips rejects the image.</exception>
    public RenditionRows(VipsImage source, VipsImage window, VipsImage target, StreamingRenderer renderer)
    {
        (_source, _window, _target, _renderer) = (source, window, target, renderer);
        Image = new VipsImage(LibVips.ImageNew());
        _self = GCHandle.Alloc(this);
        LibVips.ImageInitFields(Image, target.Width, target.Height, target.Bands, VipsImage.EightBit, Uncoded, VipsImage.Srgb, 1, 1);
        nint noInputs = 0;
        if (LibVips.ImagePipelineArray(Image, FatStrip, &noInputs) != 0
            || LibVips.ImageGenerate(Image, &Start, &Generate, &Stop, GCHandle.ToIntPtr(_self), 0) != 0)
        {
            Dispose();
            throw VipsException.FromErrorBuffer("vips_image_generate");
        }
    }

    /// <summary>The rendition, computed on demand. Finish computing it before you dispose this object.</summary>
    public VipsImage Image { get; }

    /// <summary>The exception that stopped rendering; null if there was none.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Time that decoding took.</summary>
    public TimeSpan DecodeTime => Stopwatch.GetElapsedTime(0, _decodeTicks);

    /// <summary>Time that resampling took.</summary>
    public TimeSpan ResampleTime => Stopwatch.GetElapsedTime(0, _resampleTicks);

    public void Dispose()
    {
        Image.Dispose();
        _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Start(nint image, nint self, nint unused)
    {
        var rows = FromHandle(self);
        Sequence? sequence = null;
        return rows.TryRun(() => sequence = new Sequence(rows)) ? GCHandle.ToIntPtr(GCHandle.Alloc(sequence)) : 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Generate(nint region, nint sequence, nint self, nint unused, int* stop)
    {
        var rows = FromHandle(self);
        return rows.TryRun(() => rows.RenderRows(region, (Sequence)GCHandle.FromIntPtr(sequence).Target!)) ? 0 : -1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Stop(nint sequence, nint self, nint unused)
    {
        var handle = GCHandle.FromIntPtr(sequence);
        ((Sequence)handle.Target!).Dispose();
        handle.Free();
        return 0;
    }

    private static RenditionRows FromHandle(nint self) => (RenditionRows)GCHandle.FromIntPtr(self).Target!;

    [SuppressMessage("Design", "CA1031", Justification = "Kept, and rethrown by the caller that started the pipeline.")]
    private bool TryRun(Action action)
    {
        lock (_lock)
        {
            if (Fault is not null)
            {
                return false;
            }

            try
            {
                action();
                return true;
            }
            catch (Exception exception)
            {
                Fault = exception;
                return false;
            }
        }
    }

    private void RenderRows(nint region, Sequence sequence)
    {
        // The last rows also decode the rest of the source: a crop must not hide truncated data.
        var bottom = VipsRegion.GetRequestedArea(region).Bottom;
        while (_renderer.NextChunkRows > 0 && (_renderer.FinishedRows < bottom || bottom == _target.Height))
        {
            RenderChunk(sequence);
        }

        sequence.Target.AttachTo(region, new(0, 0, _target.Width, _target.Height));
    }

    private void RenderChunk(Sequence sequence)
    {
        var start = Stopwatch.GetTimestamp();
        var row = _renderer.NextRow;
        sequence.Source.ComputeTo(new(0, row, _source.Width, _renderer.NextChunkRows), sequence.Window, row % _window.Height);
        var decoded = Stopwatch.GetTimestamp();
        _renderer.Advance();
        _decodeTicks += decoded - start;
        _resampleTicks += Stopwatch.GetTimestamp() - decoded;
    }

    /// <summary>The regions of one thread.</summary>
    private sealed class Sequence : IDisposable
    {
        private readonly VipsRegion[] _regions = new VipsRegion[3];

        public Sequence(RenditionRows rows)
        {
            try
            {
                _regions[0] = new(rows._source);
                _regions[1] = VipsRegion.OverImage(rows._window);
                _regions[2] = VipsRegion.OverImage(rows._target);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public VipsRegion Source => _regions[0];

        public VipsRegion Window => _regions[1];

        public VipsRegion Target => _regions[2];

        public void Dispose()
        {
            foreach (var region in _regions)
            {
                region?.Dispose();
            }
        }
    }
}
