using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Pipeline.Testing.Environments;
using Pipeline.Testing.Programs;
using Pipeline.Tests.Local.Serving;

namespace Pipeline.Tests.Local.Packaging;

/// <summary>
/// The container image, pushed to a registry on loopback with a base image of the test's own making, which has no .NET. There is no
/// container engine here: the layers are unpacked, and the entry point runs from them.
/// </summary>
[Collection(nameof(PackagingBuilds))]
[SupportedOSPlatform("linux")]
public sealed class ContainerTests
{
    private const string User = "1654";

    [LinuxFact]
    public async Task PushedImageRunsWithoutRootAndServesFromItsLayers()
    {
        await using var registry = await LoopbackRegistry.StartAsync();
        var (baseImage, baseLayer) = registry.AddBase(User);
        // The build that these tests are of: Debug or Release.
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

        PackagingCommand.Run(
            Repository.Root, "dotnet", "publish", "infra/local", "/t:PublishContainer", "--no-build", "--configuration", configuration, "-nodeReuse:false",
            $"-p:ContainerBaseImage={baseImage}", $"-p:ContainerRegistry={registry.Name}");

        var image = Assert.Single(registry.Pushed, name => name.StartsWith("image-pipeline:", StringComparison.Ordinal));
        var manifest = registry.ReadManifest(image);
        var layers = manifest["layers"]!.AsArray().Select(layer => (string)layer!["digest"]!).ToArray();
        Assert.Equal(baseLayer, layers[0]);
        Assert.True(layers.Length > 1, "The image has no layer of its own.");
        var config = registry.ReadConfig(manifest);
        Assert.Equal("linux", (string?)config["os"]);
        var settings = config["config"]!.AsObject();
        Assert.Equal(User, (string?)settings["User"]);
        Assert.Equal(["8420/tcp"], settings["ExposedPorts"]!.AsObject().Select(port => port.Key));
        Assert.Contains("DOTNET_EnableDiagnostics=0", Texts(settings["Env"]));
        string[] command = [.. Texts(settings["Entrypoint"]), .. Texts(settings["Cmd"])];
        Assert.Equal(["serve", "--listen", "0.0.0.0", "--data", "/home/app/data"], command[^5..]);

        using var root = new TemporaryFolder();
        registry.Unpack(layers, root.Path);
        Assert.True(Directory.Exists(Path.Combine(root.Path, "home", "app")));
        Assert.True(File.Exists(Path.Combine(root.Path, "app", "statemachine", "image-pipeline.asl.json")));
        await ServeAsync(root.Path, command);
    }

    /// <summary>Runs the entry point, with the paths of the unpacked image, and with a port and credentials behind it as <c>docker run</c> would add.</summary>
    private static async Task ServeAsync(string root, string[] command)
    {
        var port = FreePort.Find();
        string[] inRoot = [.. command.Select(word => word.StartsWith('/') ? root + word : word), "--port", $"{port}", "--access-key", "key", "--secret-key", "secret"];
        Assert.True(inRoot[0] == "dotnet" || File.GetUnixFileMode(inRoot[0]).HasFlag(UnixFileMode.OtherExecute), $"{command[0]} cannot be run by other users.");

        using var serving = new RunningProgram(PackagingCommand.Start(root, inRoot));
        await serving.WaitForLinesAsync(2);
        using var client = new HttpClient { BaseAddress = new($"http://localhost:{port}/") };
        using var health = await client.GetAsync(new Uri("health", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.True(File.Exists(Path.Combine(root, "home", "app", "data", "pipeline.db")), "The data are not in the user's folder.");
    }

    private static IEnumerable<string> Texts(JsonNode? list) => list?.AsArray().Select(item => (string)item!) ?? [];
}

/// <summary>A test of an image for Linux, which needs Linux to run. It is skipped by name elsewhere.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "needs Linux, for which the image is";
}
