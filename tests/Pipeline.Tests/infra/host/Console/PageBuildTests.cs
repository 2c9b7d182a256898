using System.Diagnostics;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;

namespace Pipeline.Tests.Host.Console;

/// <summary>What the build of the host does about the page, with and without Node.js. A script stands for Node.js.</summary>
public sealed class PageBuildTests : IDisposable
{
    private const string Fallback = "fallback/index.html";
    private const string Page = "web/index.html";

    private readonly TemporaryFolder _folder = new();

    public PageBuildTests()
    {
        Directory.CreateDirectory(PathOf("bin"));
        Directory.CreateDirectory(PathOf("artifacts", "console", "dist"));
        File.WriteAllText(PathOf("page.proj"), $"""
            <Project>
              <PropertyGroup>
                <ArtifactsPath>{PathOf("artifacts")}</ArtifactsPath>
                <IntermediateOutputPath>{PathOf("obj")}/</IntermediateOutputPath>
              </PropertyGroup>
              <Import Project="{Repository.PathOf("infra", "host", "Console", "web", "Console.targets")}" />
              <Target Name="List" DependsOnTargets="AddConsole">
                <Message Importance="high" Text="[%(EmbeddedResource.LogicalName)]" />
              </Target>
            </Project>
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WithoutNodeTheBuildWarnsAndHasOnlyTheFallback()
    {
        var (code, output) = Build();

        Assert.Equal(0, code);
        Assert.Contains("warning : The console's page was not built: Node.js was not found. Install Node.js 20.19 or newer with npm", output, StringComparison.Ordinal);
        AssertEmbeds(output, Fallback);
    }

    [UnixTheory("a shell script")]
    [InlineData("v0.10.48")]
    [InlineData("v12.22.12")]
    [InlineData("v20.18.3")]
    public void OldNodeCountsAsMissing(string version)
    {
        InstallNode(version, "exit 1");

        var (code, output) = Build();

        Assert.Equal(0, code);
        Assert.Contains($"warning : The console's page was not built: Node.js {version[1..]} is too old.", output, StringComparison.Ordinal);
        AssertEmbeds(output, Fallback);
    }

    [UnixFact("a shell script")]
    public void MissingNpmCountsAsMissing()
    {
        InstallNode("v20.19.0", "echo npm was not found >&2; exit 3");

        var (code, output) = Build();

        Assert.Equal(0, code);
        Assert.Contains("warning : The console's page was not built: npm was not found.", output, StringComparison.Ordinal);
        AssertEmbeds(output, Fallback);
    }

    [UnixFact("a shell script")]
    public void FailureOfNpmStopsTheBuild()
    {
        InstallNode("v24.1.0", "echo npm could not install the packages: the registry cannot be reached >&2; exit 1");

        var (code, output) = Build();

        Assert.Equal(1, code);
        Assert.Contains("error : npm could not install the packages: the registry cannot be reached", output, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingPageStopsABuildInCI()
    {
        var (code, output) = Build(ci: "true");

        Assert.Equal(1, code);
        Assert.Contains("error : The console's page was not built: Node.js was not found.", output, StringComparison.Ordinal);
    }

    [UnixFact("a shell script")]
    public void PageIsBuiltOnceNodeIsInstalledAndThenOnlyWhenItsSourcesChange()
    {
        Build();
        InstallNode("v20.19.0", """: > "$2/dist/index.html"; : > "$2/built"; echo ran >> "$2/runs" """);

        var (_, first) = Build();
        var (_, second) = Build();

        AssertEmbeds(first, Fallback, Page);
        AssertEmbeds(second, Fallback, Page);
        Assert.Single(File.ReadAllLines(PathOf("artifacts", "console", "runs")));
    }

    [Fact]
    public void PageOfOlderSourcesIsNotEmbedded()
    {
        File.WriteAllText(PathOf("artifacts", "console", "dist", "index.html"), "");
        File.WriteAllText(PathOf("artifacts", "console", "built"), "");
        var (_, current) = Build();
        File.SetLastWriteTimeUtc(PathOf("artifacts", "console", "built"), new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var (_, outdated) = Build();

        AssertEmbeds(current, Fallback, Page);
        AssertEmbeds(outdated, Fallback);
        Assert.DoesNotContain(Page, File.ReadAllText(PathOf("obj", "console-files.txt")), StringComparison.Ordinal);
    }

    private static void AssertEmbeds(string output, params string[] pages) => Assert.Equal(
        pages, output.Split('[', ']').Where(name => name is Fallback or Page).Order());

    private string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([_folder.Path, .. parts]);

    private void InstallNode(string version, string build)
    {
        var file = PathOf("bin", "node");
        File.WriteAllText(file, $"#!/bin/sh\nif [ \"$1\" = --version ]; then echo {version}; exit; fi\n{build}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Builds with a PATH that has no program but the shell and those in the folder <c>bin</c>.</summary>
    private (int Code, string Output) Build(string ci = "")
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(PathOf("bin", "sh")))
        {
            File.CreateSymbolicLink(PathOf("bin", "sh"), "/bin/sh");
        }

        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["msbuild", PathOf("page.proj"), "-t:List", "-nologo", "-nodeReuse:false"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Not the settings of the MSBuild that runs the tests.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["PATH"] = PathOf("bin");
        start.Environment["CI"] = ci;
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
