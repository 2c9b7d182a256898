namespace Pipeline.Testing.Environments;

/// <summary>Finds files of this repository, and test material outside it.</summary>
internal static class Repository
{
    /// <summary>The folder of <c>Pipeline.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// Folder of test photographs: the environment variable <c>PIPELINE_TEST_MATERIAL</c>, or <c>shared</c> beside the repository. Null if
    /// there is none; tests that need it are then skipped by name.
    /// </summary>
    public static string? Material { get; } = FindMaterial();

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} contains Pipeline.sln. Run the tests from their build output in the repository.");
    }

    private static string? FindMaterial()
    {
        var folder = Environment.GetEnvironmentVariable("PIPELINE_TEST_MATERIAL") ?? Path.Combine(Root, "..", "shared");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }
}

/// <summary>A test on files outside the repository, such as <c>images/camera-12mp.jpg</c>. It is skipped by name if they are missing.</summary>
internal sealed class MaterialFactAttribute : FactAttribute
{
    public MaterialFactAttribute(params string[] files) => Skip = TestMaterial.SkipReason(files);
}

/// <inheritdoc cref="MaterialFactAttribute"/>
internal sealed class MaterialTheoryAttribute : TheoryAttribute
{
    public MaterialTheoryAttribute(params string[] files) => Skip = TestMaterial.SkipReason(files);
}

internal static class TestMaterial
{
    public static string? SkipReason(string[] files)
    {
        if (Repository.Material is not { } folder)
        {
            return "needs the folder of test material (PIPELINE_TEST_MATERIAL)";
        }

        var missing = files.Where(file => !Path.Exists(Path.Combine(folder, file))).ToArray();
        return missing.Length == 0 ? null : $"needs {string.Join(", ", missing)} in {folder}";
    }
}
