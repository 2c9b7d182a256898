using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Tests.Imaging.Resampling;

/// <summary>Runs the comparison in a child process. A process chooses its vectors once, so narrower ones need a process with the wider ones turned off.</summary>
internal static class ResamplerInChildProcess
{
    /// <summary>First argument that makes the test assembly, started as a program, run the comparison.</summary>
    public const string Argument = "compare-resampler";

    /// <summary>Runtime settings that turn off vectors wider than this. Names are those of .NET 10.</summary>
    public static IReadOnlyDictionary<string, string> SettingsFor(int bits) => bits switch
    {
        512 => new Dictionary<string, string>(),
        256 => new Dictionary<string, string> { ["DOTNET_EnableAVX512"] = "0" },
        128 => new Dictionary<string, string> { ["DOTNET_EnableAVX2"] = "0" },
        _ => new Dictionary<string, string> { ["DOTNET_EnableHWIntrinsic"] = "0" },
    };

    /// <summary>Why vectors of this width cannot be tested on this processor; null if they can.</summary>
    public static string? SkipReason(int bits) => bits switch
    {
        512 when !(Vector512.IsHardwareAccelerated && Avx512BW.IsSupported) => "needs a processor with AVX-512",
        256 when !Avx2.IsSupported => "needs a processor with AVX2",
        128 when !(Sse2.IsSupported || AdvSimd.Arm64.IsSupported) => "needs a processor with SSE2 or Advanced SIMD",
        _ => null,
    };

    /// <summary>In the child: prints the vector width, failures if any, and the checksum.</summary>
    public static int Run()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bits {Resampler.VectorBits}"));
        string[] failures = [.. ResamplerCases.Failures(3), .. ResamplerCases.Failures(4)];
        Array.ForEach(failures, Console.WriteLine);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"checksum {ResamplerCases.Checksum():x8}"));
        return failures.Length == 0 ? 0 : 1;
    }

    /// <summary>In the parent: starts the child and returns what it printed.</summary>
    public static (int ExitCode, string Output) Start(int bits)
    {
        var assembly = Assembly.GetExecutingAssembly().Location;
        var start = new ProcessStartInfo(Dotnet(), ["exec", assembly, Argument]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var setting in SettingsFor(bits))
        {
            start.Environment[setting.Key] = setting.Value;
        }

        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return (child.ExitCode, output + errors.Result);
    }

    // The test host may be another program than dotnet.
    internal static string Dotnet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var path = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(path) ? path : name;
    }
}
