using BenchmarkDotNet.Attributes;
using Pipeline.Imaging.Pictures;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Benchmarks.Ours;

/// <summary>Measures time and allocation of the resampler alone, per picture, on random pixels.</summary>
[MemoryDiagnoser]
public class MicroBenchmarks : IDisposable
{
    private PixelBuffer? _source;
    private PixelBuffer? _target;

    /// <summary>Width of the source and of the target in pixels; heights are three quarters of that.</summary>
    [Params("504-320", "1008-800", "2016-1600", "4032-1600", "4032-320")]
    public string Widths { get; set; } = "";

    [Params(3, 4)]
    public int Channels { get; set; }

    [GlobalSetup]
    public void FillSource()
    {
        var widths = Widths.Split('-').Select(width => int.Parse(width, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        _source = new PixelBuffer(widths[0], widths[0] * 3 / 4, Channels);
        _target = new PixelBuffer(widths[1], widths[1] * 3 / 4, Channels);
        // Always the same noise: the speed of resampling does not depend on the picture.
        var state = 1u;
        foreach (ref var value in _source.Span)
        {
            state = (state * 1664525) + 1013904223;
            value = (byte)(state >> 24);
        }
    }

    [Benchmark]
    public void Resize() => Resampler.Resize(_source!, new Region(0, 0, _source!.Width, _source.Height), _target!);

    [GlobalCleanup]
    public void Dispose()
    {
        _source?.Dispose();
        _target?.Dispose();
        GC.SuppressFinalize(this);
    }
}
