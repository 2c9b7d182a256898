using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Imaging.Rendering;
using Pipeline.Vips.Native;

namespace Pipeline.Vips.Transcoding;

/// <summary>
/// An image whose rows are made when libvips asks for them: as many rows of the source are decoded as they take, and given to the
/// rendition. libvips asks from top to bottom, on one thread of its own; what happens there is kept in <see cref="Fault"/>, since
/// no exception may pass through libvips.
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

    /// <param name="source">What is decoded, from top to bottom.</param>
    /// <param name="window">An image on the memory of the rendition's window.</param>
    /// <param name="target">An image on the memory of the rendition's picture.</param>
    /// <param name="renderer">Has begun.</param>
    /// <exception cref="VipsException">libvips refuses.</exception>
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

    /// <summary>The rendition, still to be computed. Whoever computes it must be done with it before this is disposed.</summary>
    public VipsImage Image { get; }

    /// <summary>Why rows could not be made; null if nothing failed.</summary>
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

    [SuppressMessage("Design", "CA1031", Justification = "Kept, and thrown again where the pipeline was started.")]
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
        // With the last rows comes all that is left of the source: a crop must not hide that its data end early.
        var bottom = VipsRegion.RequestedAreaOf(region).Bottom;
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
