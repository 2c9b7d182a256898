using System.Buffers;
using System.Diagnostics;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Core.Imaging;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;

namespace Pipeline.Benchmarks.Ours;

/// <summary>One rendition of one file on one thread: what Resize does in a function of its own, from disk to bytes in memory.</summary>
internal static class OneRendition
{
    public static PeerReply Make(IImageCodec codec, PeerRequest request)
    {
        var watch = Stopwatch.StartNew();
        var encoded = Make(codec, request.Inputs[0], request.Targets[0]);
        var time = watch.Elapsed.TotalMilliseconds;
        if (request.Output is not null)
        {
            File.WriteAllBytes(Path.Combine(request.Output, request.Targets[0].FileName), encoded);
        }

        return new(time, encoded.Length);
    }

    public static byte[] Make(IImageCodec codec, string file, Target target)
    {
        using var source = PooledFile.Read(file);
        var format = FormatSniffer.Sniff(source.Content.Span) ?? throw new ContenderException($"{file} is no image that we know");
        var info = codec.Inspect(source.Content, format);
        var rendition = ToRendition(target);
        var output = RenditionFormats.Resolve(rendition.Format, info);
        return RenditionMaker.Make(codec, source.Content, info, new(rendition, target.FileName, output)).Content;
    }

    public static Rendition ToRendition(Target target) => new(
        target.Name,
        target.Width,
        target.Height,
        target.Height is null ? Fit.Inside : Fit.Cover,
        Format: target.Format switch
        {
            "jpeg" => RenditionFormat.Jpeg,
            "png" => RenditionFormat.Png,
            "webp" => RenditionFormat.WebP,
            _ => throw new ContenderException($"there is no format {target.Format}"),
        },
        Quality: target.Quality,
        Effort: target.Effort);
}

/// <summary>A file's bytes in pooled memory.</summary>
internal sealed class PooledFile : IDisposable
{
    private readonly byte[] _bytes;
    private readonly int _length;

    private PooledFile(byte[] bytes, int length) => (_bytes, _length) = (bytes, length);

    public ReadOnlyMemory<byte> Content => _bytes.AsMemory(0, _length);

    public static PooledFile Read(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var length = checked((int)RandomAccess.GetLength(file));
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        for (var read = 0; read < length;)
        {
            var part = RandomAccess.Read(file, bytes.AsSpan(read, length - read), read);
            read += part > 0 ? part : throw new EndOfStreamException($"{path} ended at byte {read} of {length}.");
        }

        return new(bytes, length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
