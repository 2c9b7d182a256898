using System.Diagnostics;

namespace Pipeline.Tests.Local.Packaging;

/// <summary>Packaging builds, and so its tests run one after the other.</summary>
[CollectionDefinition(nameof(PackagingBuilds))]
public sealed class PackagingBuilds;

/// <summary>Runs what people run to package the program.</summary>
internal static class PackagingCommand
{
    public static string Run(string folder, params string[] command)
    {
        using var process = Process.Start(Start(folder, command))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} failed.\n{output}\n{errors.Result}");
        return output + errors.Result;
    }

    public static ProcessStartInfo Start(string folder, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // Variables that the build running these tests sets for its own child processes.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}
