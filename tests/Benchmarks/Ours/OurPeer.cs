using System.Text.Json;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Imaging.Resampling;
using Pipeline.Vips;

namespace Pipeline.Benchmarks.Ours;

/// <summary>The pipeline as a contender, in its own process like its peers: one line of JSON in, one line out.</summary>
internal static class OurPeer
{
    public static async Task RunAsync(TextReader input, TextWriter output)
    {
        var codec = new VipsCodec();
        while (await input.ReadLineAsync() is { } line)
        {
            PeerResponse reply;
            try
            {
                reply = await RespondAsync(codec, JsonSerializer.Deserialize(line, PeerJson.Default.PeerRequest)!);
            }
            catch (Exception exception)
            {
                // The process that started this one reports the error and ends the comparison.
                reply = new(Error: exception.ToString());
            }

            await output.WriteLineAsync(JsonSerializer.Serialize(reply, PeerJson.Default.PeerResponse));
            await output.FlushAsync();
        }
    }

    private static Task<PeerResponse> RespondAsync(VipsCodec codec, PeerRequest request) => request.Operation switch
    {
        "version" => Task.FromResult(new PeerResponse(Version: $"Image Pipeline ({codec.Name}, .NET {Environment.Version}, {Resampler.VectorBits}-bit vectors)")),
        "one" => Task.FromResult(OneRendition.Make(codec, request)),
        "floor" => Task.FromResult(DecodeFloor.Measure(codec, request)),
        "floors" => Task.FromResult(DecodeFloor.MeasureAll(codec, request)),
        "set" => SharedSet.MakeAsync(codec, request),
        "batch" => WholePipeline.RunAsync(codec, request),
        "interpreter" => Interpretation.MeasureAsync(request),
        "durable" => DurableExecutions.MeasureAsync(request),
        _ => throw new ContenderException($"'{request.Operation}' is not a supported operation."),
    };
}
