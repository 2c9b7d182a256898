using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Benchmarks.Contenders;

/// <summary>
/// A contender that is a command-line tool: a process per picture, whose start and end are part of the time, as they are for users of
/// the tool.
/// </summary>
/// <param name="name">Name of its column.</param>
/// <param name="version">Name and version of the tool.</param>
/// <param name="program">Path of the executable.</param>
/// <param name="arguments">Returns the command line that makes a target from an original and writes it to a file.</param>
internal sealed class CommandLineTool(
    string name, string version, string program, Func<string, Target, string, IReadOnlyList<string>> arguments) : IContender
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-benchmark-").FullName;

    public string Name => name;

    public string Version => version;

    /// <summary>ImageMagick's <c>convert</c> with its own shrink on load.</summary>
    public static CommandLineTool CreateImageMagick(string program, string version) => new("ImageMagick", version, program, (input, target, output) =>
    [
        "-define", string.Create(CultureInfo.InvariantCulture, $"jpeg:size={target.Width * 2}x{target.Width * 2}"),
        input, "-auto-orient", "-filter", "Lanczos", "-resize", string.Create(CultureInfo.InvariantCulture, $"{target.Width}x>"),
        "-quality", target.Quality.ToString(CultureInfo.InvariantCulture),
        .. target.Effort is { } effort ? ["-define", string.Create(CultureInfo.InvariantCulture, $"webp:method={effort}")] : Array.Empty<string>(),
        $"{target.Format}:{output}",
    ]);

    /// <summary>libvips' own <c>vipsthumbnail</c>.</summary>
    public static CommandLineTool CreateVipsThumbnail(string program, string version) => new("vipsthumbnail", version, program, (input, target, output) =>
    [
        input, "--size", string.Create(CultureInfo.InvariantCulture, $"{target.Width}x>"),
        "-o", target.Format == "png" ? output : string.Create(
            CultureInfo.InvariantCulture, $"{output}[Q={target.Quality}{(target.Effort is { } effort ? $",effort={effort}" : "")}]"),
    ]);

    /// <inheritdoc/>
    public PeerResponse Send(PeerRequest request)
    {
        if (request.Operation != "one")
        {
            throw new ContenderException($"{Name} does not support the operation '{request.Operation}'.");
        }

        var target = request.Targets[0];
        var output = Path.Combine(_folder, target.FileName);
        var start = new ProcessStartInfo(program, arguments(request.Inputs[0], target, output))
        {
            RedirectStandardError = true,
            Environment = { ["VIPS_CONCURRENCY"] = "1", ["MAGICK_THREAD_LIMIT"] = "1", ["OMP_NUM_THREADS"] = "1" },
        };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        var time = watch.Elapsed.TotalMilliseconds;
        if (process.ExitCode != 0 || !File.Exists(output))
        {
            throw new ContenderException($"{Name} failed: {errors.Trim()}");
        }

        var bytes = new FileInfo(output).Length;
        if (request.Output is not null)
        {
            File.Copy(output, Path.Combine(request.Output, target.FileName), overwrite: true);
        }

        File.Delete(output);
        return new(time, bytes);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
