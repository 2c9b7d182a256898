using System.Diagnostics;
using Pipeline.Testing.Environments;

namespace Pipeline.Tests.Host.Console;

/// <summary>Runs the tests of the page with Vitest: how it draws a trace and the graph of a definition.</summary>
public sealed class PageTests
{
    [Fact]
    public async Task TestsOfThePagePass()
    {
        // Node.js is installed, because the build needs it for the page.
        var start = new ProcessStartInfo("node", [Repository.PathOf("infra", "host", "Console", "web", "build.mjs"), Repository.PathOf("artifacts", "console"), "test"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Matches(@"Tests\s+\S*\d+ passed", output);
    }
}
