using System.Text.Json;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Codecs;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Benchmarks.Ours;

/// <summary>The pipeline as a contender, in its own process like its peers: one line of JSON in, one line out.</summary>
internal static class OurPeer
{
    private static readonly Dictionary<CodecSelection, IImageCodec> Codecs = [];

    public static async Task RunAsync(TextReader input, TextWriter output)
    {
        while (await input.ReadLineAsync() is { } line)
        {
            PeerResponse reply;
            try
            {
                reply = await RespondAsync(JsonSerializer.Deserialize(line, PeerJson.Default.PeerRequest)!);
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

    private static Task<PeerResponse> RespondAsync(PeerRequest request) => request.Operation switch
    {
        "version" => Task.FromResult(new PeerResponse(Version: $"Image Pipeline ({GetCodec(null).Name}, .NET {Environment.Version}, {Resampler.VectorBits}-bit vectors)")),
        "one" => Task.FromResult(OneRendition.Make(GetCodec(request.Codec), request)),
        "processor" => ProcessorTime.MeasureAsync(GetCodec(request.Codec), request),
        "decode" => Task.FromResult(DecodeFloor.Measure(GetCodec(request.Codec), request)),
        "floor" => Task.FromResult(Floor.Measure(GetCodec(request.Codec), request)),
        "floors" => Task.FromResult(Floor.MeasureAll(GetCodec(request.Codec), request)),
        "set" => SharedSet.MakeAsync(GetCodec(request.Codec), request),
        "batch" => WholePipeline.RunAsync(GetCodec(request.Codec), request),
        "fenced" => Task.FromResult(FencedDecode.DecodeIntoSharedMemory(GetCodec(request.Codec), request)),
        "decodes" => FencedDecode.DecodeAllAsync(GetCodec(request.Codec), request),
        "interpreter" => Interpretation.MeasureAsync(request),
        "durable" => DurableExecutions.MeasureAsync(request),
        _ => throw new ContenderException($"'{request.Operation}' is not a supported operation."),
    };

    private static IImageCodec GetCodec(string? name)
    {
        var selection = name is null ? CodecSelection.Both : Enum.Parse<CodecSelection>(name);
        if (!Codecs.TryGetValue(selection, out var codec))
        {
            Codecs[selection] = codec = ImageCodecs.Create(selection);
        }

        return codec;
    }
}
