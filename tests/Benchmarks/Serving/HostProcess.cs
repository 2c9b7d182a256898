using System.Diagnostics;
using System.Text.RegularExpressions;
using Pipeline.Benchmarks.Contenders;

namespace Pipeline.Benchmarks.Serving;

/// <summary>The local host in its own process, as users start it.</summary>
internal sealed partial class HostProcess : IDisposable
{
    private readonly Process _process;

    private HostProcess(Process process, string address) => (_process, Address) = (process, address);

    public string Address { get; }

    /// <summary>Starts <c>serve</c> on a free port.</summary>
    /// <exception cref="ContenderException">The host does not start.</exception>
    public static HostProcess Start(string dataFolder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "pipeline.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, "serve", "--port", "0", "--data", dataFolder])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (ConsoleAddress().Match(line) is { Success: true } found)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new(process, found.Groups[1].Value);
            }
        }

        process.WaitForExit();
        throw new ContenderException($"The host exited with code {process.ExitCode} before it was ready.");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex(@"console\s+(http://\S+)")]
    private static partial Regex ConsoleAddress();
}
