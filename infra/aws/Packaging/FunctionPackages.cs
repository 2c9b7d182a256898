using System.Text;
using Pipeline.Core.Deployment;

namespace Pipeline.Infra.Packaging;

/// <summary>Zips the functions that the build of this program has published.</summary>
internal static class FunctionPackages
{
    public static IReadOnlyList<string> Functions { get; } = ["Validate", "Resize", "Describe", "Persist", "Remove", "Reconcile", "Backfill", "Api", "Webhook", "Export"];

    /// <summary>Zips all functions of one architecture: <c>Validate.zip</c> and the others.</summary>
    /// <param name="root">Folder of the repository.</param>
    /// <param name="architecture"><c>arm64</c> or <c>x86_64</c>, as Lambda spells them.</param>
    /// <param name="codecs">Image libraries to pack: <c>both</c>, <c>vips</c> or <c>magick</c>.</param>
    /// <param name="renditionSet">The rendition set, which is added to the zip of Validate; its watermarks are added to that and Resize's.</param>
    /// <returns>Folder of the zips.</returns>
    /// <exception cref="DirectoryNotFoundException">A function has not been published. The message says how to publish it.</exception>
    public static string Pack(string root, string architecture, string codecs, PackagedRenditionSet renditionSet)
    {
        var folder = Path.Combine(root, "artifacts", "functions", architecture);
        foreach (var function in Functions)
        {
            var published = Path.Combine(folder, function);
            if (!File.Exists(Path.Combine(published, $"Pipeline.{function}.dll")))
            {
                throw new DirectoryNotFoundException(
                    $"{published} does not contain the function {function}. Run `dotnet build` in {Path.Combine(root, "infra", "aws")}, as `pulumi up` does. " +
                    "If the variable FunctionArchitectures is set, it must include this architecture.");
            }

            FunctionPackage.Create(
                published, GetAdditions(function, renditionSet), Path.Combine(folder, $"{function}.zip"), file => IsLeftOut(file, codecs));
        }

        return folder;
    }

    private static IReadOnlyDictionary<string, byte[]> GetAdditions(string function, PackagedRenditionSet renditionSet) => function switch
    {
        "Validate" => new Dictionary<string, byte[]>(renditionSet.Watermarks) { [FunctionEnvironment.RenditionsFile] = Encoding.UTF8.GetBytes(renditionSet.Text) },
        "Resize" => renditionSet.Watermarks,
        _ => new Dictionary<string, byte[]>(),
    };

    /// <summary>Whether a published file is the native library of an image library that is not wanted: most of the package's size.</summary>
    private static bool IsLeftOut(string file, string codecs) =>
        (codecs == "magick" && file.StartsWith("libvips", StringComparison.Ordinal))
        || (codecs == "vips" && file.StartsWith("Magick.Native", StringComparison.Ordinal));
}
