using System.Net;
using System.Runtime.InteropServices;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Pictures;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Local.Packaging;

/// <summary>The tool, packed for this machine's platform, installed from the packed file, and run in another folder.</summary>
[Collection(nameof(PackagingBuilds))]
public sealed class ToolTests
{
    [UnixFact("the path of the installed command")]
    public async Task PackedToolInstallsAndProcessesAndServesFromAnyFolder()
    {
        var artifacts = Repository.PathOf("artifacts", "packaging-check");
        using var folder = new TemporaryFolder();
        var (tools, packages, work) = (Path.Combine(folder.Path, "tools"), Path.Combine(artifacts, "package", "release"), Path.Combine(folder.Path, "work"));
        Directory.CreateDirectory(work);
        File.WriteAllBytes(Path.Combine(work, "photo.jpg"), SyntheticImages.Jpeg(300, 200));
        var settings = Path.Combine(folder.Path, "nuget.config");
        File.WriteAllText(settings, $"""<configuration><packageSources><clear /><add key="packed" value="{packages}" /></packageSources></configuration>""");

        PackagingCommand.Run(Repository.Root, "dotnet", "pack", "infra/local", $"-p:ToolPackageRuntimeIdentifiers={RuntimeInformation.RuntimeIdentifier}", "--artifacts-path", artifacts,
            $"-p:ConsoleFolder={Repository.PathOf("artifacts", "console")}", "-nodeReuse:false");
        PackagingCommand.Run(folder.Path, "dotnet", "tool", "install", "image-pipeline", "--tool-path", tools, "--configfile", settings);
        var tool = Path.Combine(tools, "image-pipeline");

        Assert.Contains("1 image: 1 succeeded", PackagingCommand.Run(work, tool, "process", "photo.jpg"), StringComparison.Ordinal);
        Assert.Contains("  image-pipeline process ", PackagingCommand.Run(work, tool, "process", "--help"), StringComparison.Ordinal);

        var port = FreePort.Find();
        using var serving = new RunningProgram(PackagingCommand.Start(work, tool, "serve", "--port", $"{port}"));
        await serving.WaitForLinesAsync(2);
        using var client = new HttpClient { BaseAddress = new($"http://localhost:{port}/") };
        using var body = new ByteArrayContent(SyntheticImages.Jpeg(200, 100));
        using var accepted = await client.PutAsync(new Uri("api/uploads/other.jpg", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal("ok\n", await client.GetStringAsync(new Uri("health", UriKind.Relative)));
        Assert.Contains("<html", await client.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
    }
}
