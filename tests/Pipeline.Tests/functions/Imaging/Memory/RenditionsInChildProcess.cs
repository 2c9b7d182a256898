using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Imaging.Memory;
using Pipeline.Tests.Imaging.Resampling;
using Pipeline.Vips;

namespace Pipeline.Tests.Imaging.Memory;

/// <summary>Makes renditions in a child process: the peak of a process counts everything that it ever did.</summary>
internal static class RenditionsInChildProcess
{
    /// <summary>First argument that makes the test assembly, started as a program, make renditions.</summary>
    public const string Argument = "make-renditions";

    /// <summary>In the child: makes the renditions of a file one after the other, and prints estimate and peak in bytes.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="set">Path of the rendition set; empty for the default set.</param>
    public static int Run(string file, string set)
    {
        var renditionSet = set.Length == 0 ? RenditionSet.Default : RenditionSetReader.Read(File.ReadAllText(set), set).Default;
        var codec = new VipsCodec();
        using var source = new ImageSource(File.ReadAllBytes(file));
        var format = FormatSniffer.Sniff(source.Header)!.Value;
        var info = codec.Inspect(source, format);
        var decode = RenditionPlanner.PlanSharedDecode(info, renditionSet);
        var estimate = MemoryEstimate.Compute(
            info, ScanLayout.Read(source, format), source.Length, decode, renditionSet.Renditions, codec.HoldsWholePicture(source, format));
        foreach (var plan in RenditionPlanner.Plan(info, renditionSet, "a/"))
        {
            using var decoded = renditionSet.Renditions.Count == 1 ? null : codec.Decode(source, format, decode);
            _ = decoded is null
                ? RenditionTranscoder.Transcode(codec, source, info, plan)
                : RenditionTranscoder.Transcode(codec, decoded, info, plan, TimeSpan.Zero);
        }

        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{estimate} {long.Parse(peak, CultureInfo.InvariantCulture) * 1024}"));
        return 0;
    }

    /// <summary>In the parent: starts the child.</summary>
    /// <returns>Estimate and peak in bytes.</returns>
    public static (long Estimate, long Peak) Start(string file, string set)
    {
        var start = new ProcessStartInfo(ResamplerInChildProcess.Dotnet(), ["exec", Assembly.GetExecutingAssembly().Location, Argument, file, set]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        var numbers = output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1]);
    }
}
