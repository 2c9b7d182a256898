using System.Xml.Linq;
using Pipeline.Testing.Environments;
using Pipeline.Vips;
using Pipeline.Vips.Native;

namespace Pipeline.Tests.Vips;

public sealed class NativeLibraryTests
{
    [Fact]
    public void LibraryHasAPackageForEveryPlatform()
    {
        var packages = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => (Name: (string)package.Attribute("Include")!, Version: (string)package.Attribute("Version")!))
            .Where(package => package.Name.StartsWith("NetVips.Native.", StringComparison.Ordinal)).ToList();
        var platforms = XDocument.Load(Repository.PathOf("functions", "Vips", "Native", "Libvips.props")).Descendants("LibvipsPlatforms").Single().Value.Split(';');

        Assert.Equal(platforms.Order(StringComparer.Ordinal), packages.Select(package => package.Name["NetVips.Native.".Length..]).Order(StringComparer.Ordinal));
        Assert.Equal("libvips " + packages.Select(package => package.Version).Distinct().Single(), new VipsCodec().Name);
    }

    [Fact]
    public void LibraryOfTheSystemIsNotUsed() =>
        Assert.All(LibVipsLoader.SearchFolders, folder => Assert.DoesNotContain(folder, (string[])["/usr/lib", "/usr/local/lib", "/lib"]));

    [Fact]
    public void MissingLibraryIsNamedWithWhatToDo()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "missing");

        var exception = Assert.Throws<DllNotFoundException>(() => LibVipsLoader.OpenLibrary([folder]));

        Assert.Contains($"{LibVipsLoader.FileName} is not in {folder}", exception.Message, StringComparison.Ordinal);
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
