using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Pipeline.Imaging.Resampling;

namespace Pipeline.Tests.Imaging.Resampling;

/// <summary>Vectors are chosen once for a process: narrower ones take a process that is told not to use wider ones.</summary>
internal static class ResamplerInChildProcess
{
    /// <summary>First argument of the test assembly, as a program, that makes it run the comparison.</summary>
    public const string Argument = "compare-resampler";

    /// <summary>Settings of the runtime, by their names since .NET 10, that leave vectors of these bits and narrower.</summary>
    public static IReadOnlyDictionary<string, string> SettingsFor(int bits) => bits switch
    {
        512 => new Dictionary<string, string>(),
        256 => new Dictionary<string, string> { ["DOTNET_EnableAVX512"] = "0" },
        128 => new Dictionary<string, string> { ["DOTNET_EnableAVX2"] = "0" },
        _ => new Dictionary<string, string> { ["DOTNET_EnableHWIntrinsic"] = "0" },
    };

    /// <summary>Why vectors of these bits cannot be tried on this processor; null where they can.</summary>
    public static string? SkipReason(int bits) => bits switch
    {
        512 when !(Vector512.IsHardwareAccelerated && Avx512BW.IsSupported) => "needs a processor with AVX-512",
        256 when !Avx2.IsSupported => "needs a processor with AVX2",
        128 when !(Sse2.IsSupported || AdvSimd.Arm64.IsSupported) => "needs a processor with SSE2 or Advanced SIMD",
        _ => null,
    };

    /// <summary>In the child: prints bits, and failures if any.</summary>
    public static int Run()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bits {Resampler.VectorBits}"));
        string[] failures = [.. ResamplerCases.Failures(3), .. ResamplerCases.Failures(4)];
        Array.ForEach(failures, Console.WriteLine);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"checksum {ResamplerCases.Checksum():x8}"));
        return failures.Length == 0 ? 0 : 1;
    }

    /// <summary>In the parent: starts the child, and gives what it printed.</summary>
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

    // The host that runs these tests need not be dotnet itself.
    private static string Dotnet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(beside) ? beside : name;
    }
}
