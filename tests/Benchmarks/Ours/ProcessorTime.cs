using Pipeline.Benchmarks.Contenders;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Benchmarks.Ours;

/// <summary>Makes renditions of one file from one decode, on one thread as in a function, and measures the time of the processor instead of the clock.</summary>
internal static class ProcessorTime
{
    /// <summary>Name of the number in the response: milliseconds of the processor, of all threads of the process.</summary>
    public const string Milliseconds = "processorMilliseconds";

    public static async Task<PeerResponse> MeasureAsync(IImageCodec codec, PeerRequest request)
    {
        var before = Environment.CpuUsage.TotalTime;
        var response = await SharedSet.MakeAsync(codec, request with { Operation = "set", Parallelism = 1, Output = null });
        var used = Environment.CpuUsage.TotalTime - before;
        return response with { Numbers = new Dictionary<string, double> { [Milliseconds] = used.TotalMilliseconds } };
    }
}
