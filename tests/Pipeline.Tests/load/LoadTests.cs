using System.Globalization;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Load;

/// <summary>The Locust file in <c>tests/load</c>, for a few seconds on a host of its own.</summary>
public sealed class LoadTests
{
    private static readonly string LocustFile = Repository.PathOf("tests", "load", "locustfile.py");

    [PythonFact]
    public async Task LocustFileCompiles()
    {
        var (code, output) = await Locust.RunAsync("python3", "-c", "import sys; compile(open(sys.argv[1], encoding='utf-8').read(), sys.argv[1], 'exec')", LocustFile);

        Assert.True(code == 0, output);
    }

    /// <summary>Once with the API that waits, once with one that is polled.</summary>
    [LocustTheory]
    [InlineData(20)]
    [InlineData(0)]
    public async Task EveryPhotoOfAShortRunEnds(int wait)
    {
        await using var host = await HostUnderTest.StartAsync();

        var (code, output) = await RunAsync(host.Address, "--api-wait", wait.ToString(CultureInfo.InvariantCulture));

        Assert.True(code == 0, output);
        var (acknowledged, ended) = (ReadRow(output, "acknowledged"), ReadRow(output, "ended"));
        Assert.True(ended.Photos > 0, output);
        Assert.Equal((acknowledged.Photos, 0, 0), (ended.Photos, acknowledged.Failures, ended.Failures));
    }

    [LocustTheory]
    [InlineData("fake.jpg", "rejected")]
    [InlineData("fake.txt", "no form for")]
    public async Task PhotoThatIsRefusedFailsTheRun(string name, string reason)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, name);
        await File.WriteAllTextAsync(file, "not an image");
        await using var host = await HostUnderTest.StartAsync();

        var (code, output) = await RunAsync(host.Address, "--photo", file);

        Assert.Equal(1, code);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output)> RunAsync(string address, params string[] options) => Locust.RunAsync(
        "locust", ["-f", LocustFile, "--headless", "-u", "2", "-r", "2", "-t", "2s", "--host", address, "--pause-min", "0.1", "--pause-max", "0.1", "--only-summary", .. options]);

    private static (int Photos, int Failures) ReadRow(string output, string name)
    {
        var row = output.Split('\n').First(line => line.StartsWith($"| {name} |", StringComparison.Ordinal)).Split('|');
        return (int.Parse(row[2], CultureInfo.InvariantCulture), int.Parse(row[3], CultureInfo.InvariantCulture));
    }
}
