using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using Pipeline.Aws.Tests.Aws;
using Pipeline.Aws.Tests.Lambda;
using Pipeline.Codecs;
using Pipeline.Core.Contracts;
using Pipeline.Core.Deployment;
using Pipeline.Core.Grouping;
using Pipeline.Core.Renditions;
using Pipeline.Core.Resizing;
using Pipeline.Core.Validation;
using Pipeline.Imaging.Codecs;
using Pipeline.Imaging.Formats;
using Pipeline.Imaging.Headers;
using Pipeline.Lambda;
using Pipeline.Resize;

namespace Pipeline.Aws.Tests.Resize;

/// <summary>One call of Resize, and the memory of its process, in bytes.</summary>
/// <param name="File">Name of the original.</param>
/// <param name="Resident">Resident memory after the call.</param>
/// <param name="Peak">Its peak during the call.</param>
/// <param name="Estimate">The bound by which Validate admits the original.</param>
internal sealed record MeasuredCall(string File, long Resident, long Peak, long Estimate);

/// <summary>Runs the function Resize in a child process with the memory limit of a function.</summary>
internal static class FunctionInChildProcess
{
    /// <summary>First argument that makes the test assembly, started as a program, call the function.</summary>
    public const string Argument = "call-resize";

    private const string Bucket = "uploads";
    private const string FunctionMemory = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";

    /// <summary>In the child: makes the renditions of the files in turn, and prints the memory after each call.</summary>
    /// <param name="calls">Number of calls.</param>
    /// <param name="files">Paths of originals.</param>
    public static async Task<int> RunAsync(string calls, string[] files)
    {
        var codec = ImageCodecs.Create(CodecSelection.Both);
        using var s3 = new ScriptedService(request => Respond(request, files)) { KeepsRequests = false };
        using var client = s3.CreateS3();
        var function = new ResizeFunction(
            new ImageResizer(new S3ImageStore(client, "renditions", TimeProvider.System), codec, new ImageLimits()),
            new FunctionCalls(new(Stream.Null, "image-pipeline-dev", "resize", TimeProvider.System), TimeProvider.System, Environment.FailFast));
        SetLimitAsLambdaDoes();
        var originals = files.Select(file => Inspect(codec, file)).ToArray();
        for (var call = 0; call < int.Parse(calls, CultureInfo.InvariantCulture); call++)
        {
            var (original, groups) = originals[call % originals.Length];
            var (plans, estimate) = groups[call / originals.Length % groups.Count];
            await File.WriteAllTextAsync("/proc/self/clear_refs", "5"); // Resets the peak.
            await function.Resize(new(FunctionsUnderTest.Execution, original, plans), LogLines.CreateContext(600));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{original.Key} {ReadStatus("VmRSS:")} {ReadStatus("VmHWM:")} {estimate}"));
        }

        return 0;
    }

    /// <summary>In the parent: starts the child with the variables and settings of a function, and reads what it measured.</summary>
    /// <param name="megabytes">Memory of the function.</param>
    /// <param name="calls">Number of calls.</param>
    /// <param name="files">Paths of originals.</param>
    public static IReadOnlyList<MeasuredCall> Start(int megabytes, int calls, IEnumerable<string> files)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
            ["exec", Assembly.GetExecutingAssembly().Location, Argument, calls.ToString(CultureInfo.InvariantCulture), .. files])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                [FunctionMemory] = megabytes.ToString(CultureInfo.InvariantCulture),
                [FunctionEnvironment.ConserveMemory] = "7",
                [FunctionEnvironment.MallocArenas] = "1",
                // As Function.props sets them.
                ["DOTNET_gcServer"] = "0",
                ["DOTNET_gcConcurrent"] = "0",
                ["DOTNET_TieredPGO"] = "0",
            },
        };
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0, errors.Result);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    /// <summary>Lambda's runtime gives the garbage collector all of the function's memory after it has constructed the handler.</summary>
    private static void SetLimitAsLambdaDoes()
    {
        AppContext.SetData("GCHeapHardLimit", (ulong)ReadLimit());
        GC.RefreshMemoryLimit();
    }

    private static long ReadLimit() => long.Parse(Environment.GetEnvironmentVariable(FunctionMemory)!, CultureInfo.InvariantCulture) << 20;

    /// <summary>The renditions in groups, as with <c>auto</c>, and then one by one, each with the bound of memory by which it is planned.</summary>
    private static (Original Original, IReadOnlyList<(IReadOnlyList<RenditionPlan> Plans, long Estimate)> Groups) Inspect(IImageCodec codec, string file)
    {
        using var source = ImageSource.OpenFile(file);
        var format = FormatSniffer.Sniff(source.Header)!.Value;
        var info = codec.Inspect(source, format);
        var set = RenditionSet.Default;
        var estimate = MemoryNeed.Compute(info, ScanLayout.Read(source, format), source.Length, set, codec.HoldsWholePicture(source, format));
        var original = new Original(
            Bucket, Path.GetFileName(file), null, "0", new string('a', 64), source.Length, "1", "a/", info, RenditionPlanner.PlanSharedDecode(info, set));
        var (plans, facts) = (RenditionPlanner.Plan(info, set, "a/"), GroupSource.Read(codec, source, info));
        var grouper = new RenditionGrouper(ResizeGrouping.Auto, new(TimeSpan.FromSeconds(115), ReadLimit()));
        return (
            original,
            [
                .. grouper.Group(facts, plans).Where(group => group.Plans.Count > 1).Select(group => (group.Plans, RenditionGrouper.EstimateMemory(facts, group.Plans))),
                .. plans.Select(plan => ((IReadOnlyList<RenditionPlan>)[plan], estimate)),
            ]);
    }

    /// <summary>Reads originals from their files, and accepts renditions.</summary>
    private static HttpResponseMessage Respond(HttpRequestMessage request, string[] files) => request.Method == HttpMethod.Get
        ? new(HttpStatusCode.OK) { Content = new StreamContent(File.OpenRead(files.Single(file => request.RequestUri!.AbsolutePath == $"/{Path.GetFileName(file)}"))) }
        : new(HttpStatusCode.OK) { Content = new StringContent("") };

    private static long ReadStatus(string name) => long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) * 1024;

    private static MeasuredCall Parse(string line)
    {
        var words = line.Split(' ');
        var numbers = words[1..].Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return new(words[0], numbers[0], numbers[1], numbers[2]);
    }
}
