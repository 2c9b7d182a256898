using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>The installed browser. Playwright's core drives it; that npm package does not include a browser.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly NodeScript Scripts = new(
        Repository.PathOf("tests", "Pipeline.Tests", "infra", "host", "Console", "Browser", "browser"), "playwright-core");

    /// <summary>Path of the browser; null if there is none.</summary>
    public static string? Program { get; } = Find();

    /// <summary>Why browser tests are skipped; null if they can run.</summary>
    public static string? SkipReason { get; } = Program is null
        ? "needs Chromium (apt install chromium), or its path in CHROMIUM"
        : Scripts.SkipReason;

    /// <summary>Folder of the screenshots.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Repository.PathOf("artifacts", "screenshots")).FullName;

    /// <summary>Runs a scenario. The test fails if the scenario does.</summary>
    /// <param name="script">Name of its file, without folder and extension.</param>
    /// <param name="input">Input of the scenario.</param>
    public static Task RunAsync(string script, System.Text.Json.Nodes.JsonObject input)
    {
        input["chromium"] = Program;
        input["screenshots"] = Screenshots;
        return Task.Run(() => Scripts.Run($"{script}.mjs", input.ToJsonString()));
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
        {
            return named;
        }

        const string mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return File.Exists(mac) ? mac : Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}

/// <summary>A test in a real browser, skipped if there is none.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.SkipReason;
}
