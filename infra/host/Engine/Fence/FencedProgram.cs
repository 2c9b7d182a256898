using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pipeline.Core.Contracts;
using Pipeline.Core.Resizing;
using Pipeline.Imaging.Buffers;
using Pipeline.Imaging.Codecs;

namespace Pipeline.Host.Engine.Fence;

/// <summary>
/// The program of a fenced process: reads headers and makes renditions, as the host asks over standard input, until the host is gone.
/// It touches neither database nor data folder, except for the original that it is to read.
/// </summary>
public sealed class FencedProgram : IDisposable
{
    private readonly IImageCodec _codec;
    private readonly FenceChannel _channel;
    private readonly DecodeCache _cache;
    private readonly SemaphoreSlim _slots;
    private readonly WatermarkImages _watermarks;
    private readonly ConcurrentDictionary<string, byte[]> _watermarkFiles = new();
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _calls = new();

    private FencedProgram(IImageCodec codec, FenceChannel channel, FenceSetup setup)
    {
        (_codec, _channel) = (codec, channel);
        _cache = new(setup.CacheBytes);
        _slots = new(setup.ConcurrentRenditions);
        _watermarks = new(codec, sha256 => _watermarkFiles.GetValueOrDefault(sha256));
    }

    /// <summary>Runs until the host closes the input. Then it ends at once, whatever a library is doing.</summary>
    /// <param name="codec">Reads and writes images.</param>
    public static void Run(IImageCodec codec)
    {
        // Ctrl+C reaches every process of a terminal, and a service manager ends every process of a service. The host decides when this one ends.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context => context.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static context => context.Cancel = true);
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        // Whatever else writes must not come between the messages.
        Console.SetOut(Console.Error);
        var channel = new FenceChannel(input, output);
        if (channel.Read() is { Message.Setup: { } setup })
        {
            using var program = new FencedProgram(codec, channel, setup);
            program.Answer();
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    public void Dispose()
    {
        _cache.Dispose();
        _slots.Dispose();
    }

    private void Answer()
    {
        _channel.Write(new(0, FenceMessageKind.Ready));
        while (_channel.Read() is (var message, var content))
        {
            switch (message.Kind)
            {
                case FenceMessageKind.Watermark:
                    _watermarkFiles[message.Text!] = content;
                    break;
                case FenceMessageKind.Cancel:
                    if (_calls.TryGetValue(message.Call, out var call))
                    {
                        call.Cancel();
                    }

                    break;
                default:
                    var cancellation = _calls[message.Call] = new();
                    _ = Task.Run(() => AnswerAsync(message, content, cancellation.Token));
                    break;
            }
        }
    }

    private async Task AnswerAsync(FenceMessage request, byte[] content, CancellationToken cancellationToken)
    {
        FenceMessage answer;
        byte[] response = [];
        try
        {
            (answer, response) = await CallAsync(request, content, cancellationToken);
        }
        catch (Exception exception)
        {
            answer = new(request.Call, FenceMessageKind.Failed) { Fault = new(exception.GetType().Name, exception.Message, exception.StackTrace) };
        }

        _calls.TryRemove(request.Call, out _);
        if (request.Kind == FenceMessageKind.Resize)
        {
            NativeHeap.ReleaseUnused();
        }

        try
        {
            _channel.Write(answer, response);
        }
        catch (IOException)
        {
            // The host is gone, and the end of the input ends this process.
        }
    }

    private async Task<(FenceMessage Answer, byte[] Response)> CallAsync(FenceMessage request, byte[] content, CancellationToken cancellationToken)
    {
        var (file, done) = (request.File!, new FenceMessage(request.Call, FenceMessageKind.Done));
        if (request.Kind == FenceMessageKind.Resize)
        {
            return (done, await ResizeAsync(request, content, cancellationToken));
        }

        using var source = FencedOriginals.Open(file);
        return (
            request.Kind switch
            {
                FenceMessageKind.Inspect => done with { Info = _codec.Inspect(source, request.Format) },
                FenceMessageKind.FindUnsupportedFeature => done with { Text = _codec.FindUnsupportedFeature(source, request.Format) },
                FenceMessageKind.FindHoldsWholePicture => done with { HoldsWholePicture = _codec.HoldsWholePicture(source, request.Format) },
                _ => throw new InvalidOperationException($"{request.Kind} is no call."),
            },
            []);
    }

    private async Task<byte[]> ResizeAsync(FenceMessage message, byte[] content, CancellationToken cancellationToken)
    {
        var store = new FencedOriginals(
            message.File!, rendition => _channel.Write(new(message.Call, FenceMessageKind.Rendition) { Text = rendition.Key }, rendition.Content.Span));
        var request = JsonSerializer.Deserialize(content, PipelineJson.Default.ResizeRequest)!;
        var resizer = new ImageResizer(store, _codec, new(), _cache, _slots, _watermarks);
        // The host has compared the entity tag. Without one, the resizer compares the hash of what it reads here.
        var response = await resizer.ResizeAsync(request with { Original = request.Original with { ETag = null } }, cancellationToken);
        return JsonSerializer.SerializeToUtf8Bytes(response, PipelineJson.Default.ResizeResponse);
    }
}
