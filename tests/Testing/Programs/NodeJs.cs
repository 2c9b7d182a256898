using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Pipeline.Testing.Programs;

/// <summary>The installed Node.js.</summary>
internal static partial class NodeJs
{
    /// <summary>The oldest version that the page and the scripts of the tests run on.</summary>
    private static readonly Version MinVersion = new(20, 19);

    /// <summary>Why scripts cannot run; null if they can.</summary>
    public static string? SkipReason { get; } = Probe();

    private static string? Probe()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var found = VersionNumber().Match(output);
            return found.Success && Version.Parse(found.Value) >= MinVersion
                ? null
                : $"needs Node.js {MinVersion} or newer; node --version printed '{output.Trim()}'";
        }
        catch (Win32Exception exception)
        {
            return $"needs Node.js {MinVersion} or newer: {exception.Message}";
        }
    }

    [GeneratedRegex(@"(?<=v)\d+\.\d+\.\d+")]
    private static partial Regex VersionNumber();
}
