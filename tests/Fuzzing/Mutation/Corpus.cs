namespace Pipeline.Fuzzing.Mutation;

/// <summary>The inputs that every run starts with: typical ones, and those that once failed.</summary>
internal static class Corpus
{
    /// <exception cref="DirectoryNotFoundException">There is no folder with this name.</exception>
    public static IReadOnlyList<byte[]> Read(string name) =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "corpus", name)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
}
