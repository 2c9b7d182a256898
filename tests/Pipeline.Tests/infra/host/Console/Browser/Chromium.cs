using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Host.Console.Browser;

/// <summary>The installed browser. The npm package playwright-core drives it, which contains no browser itself.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly NodeScript Scripts = new(
        Repository.PathOf("tests", "Pipeline.Tests", "infra", "host", "Console", "Browser", "browser"), "playwright-core");

    /// <summary>Path or name of the browser. Null when none is installed.</summary>
    public static string? Program { get; } = Find();

    /// <summary>Why browser tests cannot run. Null when they can.</summary>
    public static string? SkipReason { get; } = Program is null
        ? "needs Chromium (apt install chromium), or the path of one in CHROMIUM"
        : PageFactAttribute.SkipReason ?? Scripts.SkipReason;

    /// <summary>Folder of the screenshots.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Repository.PathOf("artifacts", "screenshots")).FullName;

    /// <summary>Runs a scenario. Its failure fails the test.</summary>
    /// <param name="script">Name of its file, without folder and extension.</param>
    /// <param name="input">JSON object for its standard input.</param>
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

        string[] usual =
        [
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "Google", "Chrome", "Application", "chrome.exe"),
        ];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return usual.FirstOrDefault(File.Exists) ?? Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}

/// <summary>A test in a real browser. It is skipped when none is installed.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.SkipReason;
}
