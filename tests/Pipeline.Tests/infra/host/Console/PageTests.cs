using System.Diagnostics;
using Pipeline.Host.Console;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Host.Console;

/// <summary>The page's own tests, which Vitest runs on its sources.</summary>
public sealed class PageTests
{
    [PageFact]
    public async Task TestsOfThePagePass()
    {
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

/// <summary>A test that needs the console's page. It is skipped by name where the page was not built.</summary>
internal sealed class PageFactAttribute : FactAttribute
{
    public PageFactAttribute() => Skip = SkipReason;

    /// <summary>Why the page cannot be tested; null if it can.</summary>
    public static string? SkipReason { get; } =
        NodeJs.SkipReason ?? (ConsoleEndpoints.HasPage ? null : "needs the console's page, which was not built");
}
