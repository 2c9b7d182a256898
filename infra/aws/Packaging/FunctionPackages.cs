using Pipeline.Core.Deployment;

namespace Pipeline.Infra.Packaging;

/// <summary>The functions as the build of this program published them, and their zips.</summary>
internal static class FunctionPackages
{
    public static IReadOnlyList<string> Functions { get; } = ["Validate", "Resize", "Persist", "Remove"];

    /// <summary>Zips all functions of one architecture: <c>Validate.zip</c> and the others.</summary>
    /// <param name="root">Folder of the repository.</param>
    /// <param name="architecture"><c>arm64</c> or <c>x86_64</c>, as Lambda writes it.</param>
    /// <param name="renditionSet">Text of the rendition set, which goes into Validate's zip.</param>
    /// <returns>Folder of the zips.</returns>
    /// <exception cref="DirectoryNotFoundException">A function has not been published; says how to.</exception>
    public static string Pack(string root, string architecture, string renditionSet)
    {
        var folder = Path.Combine(root, "artifacts", "functions", architecture);
        foreach (var function in Functions)
        {
            var published = Path.Combine(folder, function);
            if (!File.Exists(Path.Combine(published, $"Pipeline.{function}.dll")))
            {
                throw new DirectoryNotFoundException(
                    $"{published} does not hold the function {function}: run `dotnet build` in {Path.Combine(root, "infra", "aws")}, as `pulumi up` does " +
                    "(the variable FunctionArchitectures may have left this architecture out).");
            }

            FunctionPackage.Create(published, GetAdditions(function, renditionSet), Path.Combine(folder, $"{function}.zip"));
        }

        return folder;
    }

    private static Dictionary<string, string> GetAdditions(string function, string renditionSet) =>
        function == "Validate" ? new() { [FunctionEnvironment.RenditionsFile] = renditionSet } : [];
}
