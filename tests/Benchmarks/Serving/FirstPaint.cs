using System.Text.Json.Nodes;
using Pipeline.Benchmarks.Contenders;
using Pipeline.Benchmarks.Measuring;

namespace Pipeline.Benchmarks.Serving;

/// <summary>How soon Chromium paints a page of the console, if Chromium is installed.</summary>
/// <param name="Route">Route of the page.</param>
/// <param name="FirstMs">Median time of the first contentful paint, in milliseconds since the navigation began.</param>
/// <param name="ContentMs">Median time until the first row or card from the host is visible, in milliseconds.</param>
internal sealed record FirstPaint(string Route, double FirstMs, double ContentMs)
{
    private const string Program = "/usr/bin/chromium";

    private const int Times = 7;

    public static IReadOnlyList<FirstPaint> Measure(string address, Action<string> log)
    {
        if (!File.Exists(Program))
        {
            log($"left out, first paint: {Program} is not installed");
            return [];
        }

        if (!HasPage(address))
        {
            log("left out, first paint: the console's page was not built");
            return [];
        }

        var folder = Installation.InstallByNpm("browser", log);
        var (code, output) = Installation.Run(folder, "node", "paint.mjs", Program, address, $"{Times}", "executions", "images");
        if (code != 0)
        {
            throw new ContenderException($"Measuring the first paint failed: {output.Trim()}");
        }

        return [.. JsonNode.Parse(output)!.AsObject().Select(page => new FirstPaint(page.Key, MedianOf(page.Value!, 0), MedianOf(page.Value!, 1)))];
    }

    /// <summary>Whether the host has the console's page, which only a build with Node.js makes.</summary>
    private static bool HasPage(string address)
    {
        using var client = new HttpClient();
        return client.GetStringAsync(new Uri(address)).GetAwaiter().GetResult().Contains("<script", StringComparison.Ordinal);
    }

    private static double MedianOf(JsonNode times, int index) =>
        Statistics.Median([.. times.AsArray().Select(pair => pair![index]!.GetValue<double>())]);
}
