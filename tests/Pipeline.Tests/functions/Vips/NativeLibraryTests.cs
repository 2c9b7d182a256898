using System.Text.Json;
using Pipeline.Testing.Environments;
using Pipeline.Vips.Native;

namespace Pipeline.Tests.Vips;

public sealed class NativeLibraryTests
{
    [Fact]
    public void EveryPackageIsPinnedByHashAndNamesNoRegistry()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("functions", "Vips", "native", "package-lock.json")));

        var packages = file.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0).ToList();

        Assert.Equal(
            [
                "node_modules/@img/sharp-libvips-darwin-arm64", "node_modules/@img/sharp-libvips-darwin-x64",
                "node_modules/@img/sharp-libvips-linux-arm64", "node_modules/@img/sharp-libvips-linux-x64",
                "node_modules/@img/sharp-libvips-linuxmusl-arm64", "node_modules/@img/sharp-libvips-linuxmusl-x64",
            ],
            packages.Select(package => package.Name).Order(StringComparer.Ordinal));
        Assert.All(packages, package =>
        {
            Assert.StartsWith("sha512-", package.Value.GetProperty("integrity").GetString(), StringComparison.Ordinal);
            Assert.False(package.Value.TryGetProperty("resolved", out _), package.Name);
        });
    }

    [Fact]
    public void PackagesAreOfOneVersion()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("functions", "Vips", "native", "package.json")));

        var versions = file.RootElement.GetProperty("optionalDependencies").EnumerateObject().Select(package => package.Value.GetString());

        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+$", Assert.Single(versions.Distinct()));
    }

    [Fact]
    public void LibraryIsNextToTheApplication() => Assert.True(File.Exists(LibVipsLoader.LibraryPathIn(AppContext.BaseDirectory)));

    [Fact]
    public void MissingLibraryIsNamedWithWhatToDo()
    {
        var path = LibVipsLoader.LibraryPathIn(Path.Combine(AppContext.BaseDirectory, "missing"));

        var exception = Assert.Throws<DllNotFoundException>(() => LibVipsLoader.OpenLibrary(path));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains("build again", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadersThatTheCodecDoesNotUseAreBlocked()
    {
        LibVipsLoader.EnsureLoaded();
        using var svg = new VipsOperation("svgload_buffer");

        var exception = Assert.Throws<VipsException>(() => LoadSvg(svg));

        Assert.Contains("blocked", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public unsafe void EncoderBuffersTheConfiguredNumberOfRows()
    {
        LibVipsLoader.EnsureLoaded();
        var pixels = stackalloc byte[3];
        using var image = VipsImage.FromMemory(pixels, 1, 1, 3);

        LibVips.GetTileSize(image, out _, out _, out var bufferRows);

        Assert.Equal(WriteBuffers.Rows, bufferRows);
    }

    private static unsafe void LoadSvg(VipsOperation load)
    {
        fixed (byte* source = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"u8)
        {
            load.Set("buffer", source, 60).Build();
        }
    }
}
