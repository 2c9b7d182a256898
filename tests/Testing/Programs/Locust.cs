using System.ComponentModel;
using System.Diagnostics;

namespace Pipeline.Testing.Programs;

/// <summary>Python and Locust (Debian: python3-locust), where they are installed.</summary>
internal static class Locust
{
    /// <summary>Why no Python file can be compiled; null if one can.</summary>
    public static string? PythonSkipReason { get; } = Probe("python3", "Debian: python3");

    /// <summary>Why no load can be made; null if it can.</summary>
    public static string? SkipReason { get; } = Probe("locust", "Debian: python3-locust");

    /// <summary>Runs <c>python3</c> or <c>locust</c>.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        // Python would write what it compiled beside the file.
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" } };
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(PipelineProgram.Timeout);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string? Probe(string program, string package)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"needs {program}; {program} --version ended with {process.ExitCode}";
        }
        catch (Win32Exception exception)
        {
            return $"needs {program} ({package}): {exception.Message}";
        }
    }
}

/// <summary>A test that compiles Python. It is skipped by name without Python 3.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = Locust.PythonSkipReason;
}

/// <summary>A test that makes load with Locust. It is skipped by name without.</summary>
internal sealed class LocustTheoryAttribute : TheoryAttribute
{
    public LocustTheoryAttribute() => Skip = Locust.SkipReason;
}
