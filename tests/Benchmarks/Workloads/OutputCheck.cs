using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Pictures;
using Pipeline.Core.Imaging;
using Pipeline.Vips;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>Checks what contenders make before they are timed, against one reference a file and size.</summary>
internal sealed class OutputCheck : IDisposable
{
    private readonly VipsCodec _codec = new();
    private readonly Dictionary<(string File, int Width, int Height), PixelBuffer> _references = [];

    /// <summary>Has the request carried out, and compares every file that comes of it with its reference.</summary>
    /// <returns>The mean SSIM of the renditions, and their bytes.</returns>
    /// <exception cref="ContenderException">A rendition is not what was asked for.</exception>
    public (double Ssim, long Bytes) Check(IContender contender, PeerRequest request)
    {
        var folder = Bench.TemporaryFolder();
        try
        {
            var reply = contender.Ask(request with { Output = folder });
            var similarities = request.Targets.Select(target => Check(contender.Name, request, target, Path.Combine(folder, target.FileName))).ToArray();
            return (similarities.Average(), reply.Bytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose()
    {
        foreach (var reference in _references.Values)
        {
            reference.Dispose();
        }
    }

    private double Check(string contender, PeerRequest request, Target target, string file)
    {
        var content = File.ReadAllBytes(file);
        var format = FormatSniffer.Sniff(content);
        using var decoded = _codec.Decode(content, format ?? throw new ContenderException($"{contender} wrote no image"), DecodeOptions.FullSize);
        var result = Equivalence.Check(Reference(request.Inputs[0], target), decoded.Pixels, Enum.Parse<ImageFormat>(target.Format, ignoreCase: true), format);
        return result.Why is null
            ? result.Ssim
            : throw new ContenderException($"{contender}'s {target.FileName} of {Path.GetFileName(request.Inputs[0])} {result.Why}");
    }

    private PixelBuffer Reference(string file, Target target)
    {
        var content = File.ReadAllBytes(file);
        var format = FormatSniffer.Sniff(content)!.Value;
        var info = _codec.Inspect(content, format);
        var plan = Geometry.Plan(info, Ours.OneRendition.ToRendition(target));
        if (_references.TryGetValue((file, plan.Width, plan.Height), out var known))
        {
            return known;
        }

        using var decoded = _codec.Decode(content, format, DecodeOptions.FullSize);
        using var cropped = Crop(decoded.Pixels, Orientation.ToStored(plan.Crop, info.Width, info.Height, info.Orientation));
        var (width, height) = info.SwapsAxes ? (plan.Height, plan.Width) : (plan.Width, plan.Height);
        using var stored = ReferenceResampling.Resize(cropped, width, height);
        return _references[(file, plan.Width, plan.Height)] = Orientation.Apply(stored, info.Orientation);
    }

    private static PixelBuffer Crop(PixelBuffer source, Region region)
    {
        var (left, top) = ((int)Math.Round(region.X), (int)Math.Round(region.Y));
        var target = new PixelBuffer((int)Math.Round(region.Width), (int)Math.Round(region.Height), source.Channels);
        for (var y = 0; y < target.Height; y++)
        {
            source.Row(top + y).Slice(left * source.Channels, target.Stride).CopyTo(target.Row(y));
        }

        return target;
    }
}
