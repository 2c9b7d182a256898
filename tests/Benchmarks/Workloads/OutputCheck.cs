using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Pictures;
using Pipeline.Codecs;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Geometry;
using Pipeline.Imaging.Orientation;
using Pipeline.Imaging.Pictures;

namespace Pipeline.Benchmarks.Workloads;

/// <summary>
/// Checks the renditions of the contenders before they are timed, against one reference per file and size. A cropped original has several
/// references: the pipeline crops at a fraction of a pixel, others scale the original to whole pixels and crop at a whole pixel.
/// </summary>
internal sealed class OutputCheck : IDisposable
{
    private readonly IImageCodec _codec = ImageCodecs.Create(CodecSelection.Both);
    private readonly Dictionary<(string File, int Width, int Height, Region Crop), PixelBuffer> _references = [];

    /// <summary>Runs a request and compares every rendition with its reference.</summary>
    /// <returns>The mean SSIM of the renditions, and their total size in bytes.</returns>
    /// <exception cref="ContenderException">A rendition is not what was requested.</exception>
    public (double Ssim, long Bytes) Check(IContender contender, PeerRequest request)
    {
        var folder = BenchmarkContext.CreateTemporaryFolder();
        try
        {
            var reply = contender.Send(request with { Output = folder });
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
        using var decoded = _codec.Decode(content, format ?? throw new ContenderException($"{contender} did not write an image"), DecodeOptions.FullSize);
        var expectedFormat = Enum.Parse<ImageFormat>(target.Format, ignoreCase: true);
        Equivalence? exact = null;
        foreach (var reference in References(request.Inputs[0], target))
        {
            var result = Equivalence.Check(reference, decoded.Pixels, expectedFormat, format);
            if (result.Problem is null)
            {
                return result.Ssim;
            }

            exact ??= result;
        }

        throw new ContenderException($"{contender}'s {target.FileName} of {Path.GetFileName(request.Inputs[0])} {exact!.Problem}");
    }

    private IEnumerable<PixelBuffer> References(string file, Target target)
    {
        var content = File.ReadAllBytes(file);
        var info = _codec.Inspect(content, FormatSniffer.Sniff(content)!.Value);
        var plan = GeometryPlanner.Plan(info, Ours.OneRendition.ToRendition(target));
        return Crops(info, plan).Select(crop => Reference(file, content, info, plan with { Crop = crop }));
    }

    private PixelBuffer Reference(string file, byte[] content, ImageInfo info, GeometryPlan plan)
    {
        if (_references.TryGetValue((file, plan.Width, plan.Height, plan.Crop), out var known))
        {
            return known;
        }

        using var decoded = _codec.Decode(content, info.Format, DecodeOptions.FullSize);
        using var cropped = Crop(decoded.Pixels, OrientationTransform.ToStored(plan.Crop, info.Width, info.Height, info.Orientation));
        var (width, height) = info.SwapsAxes ? (plan.Height, plan.Width) : (plan.Width, plan.Height);
        using var stored = ReferenceResampling.Resize(cropped, width, height);
        return _references[(file, plan.Width, plan.Height, plan.Crop)] = OrientationTransform.Apply(stored, info.Orientation);
    }

    /// <summary>Returns the exact crop, and the two crops at whole pixels of the scaled original on either side of it.</summary>
    private static IEnumerable<Region> Crops(ImageInfo info, GeometryPlan plan)
    {
        yield return plan.Crop;
        var (width, height) = info.SwapsAxes ? (info.Height, info.Width) : (info.Width, info.Height);
        if (plan.Crop == Region.Whole(width, height))
        {
            yield break;
        }

        var (scaledWidth, scaledHeight) = (Math.Round(width * plan.Width / plan.Crop.Width), Math.Round(height * plan.Height / plan.Crop.Height));
        foreach (var toWhole in (Func<double, double>[])[Math.Floor, Math.Ceiling])
        {
            var (left, top) = (toWhole((scaledWidth - plan.Width) / 2), toWhole((scaledHeight - plan.Height) / 2));
            yield return new Region(left, top, plan.Width, plan.Height).Scale(width / scaledWidth, height / scaledHeight);
        }
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
