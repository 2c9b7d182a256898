namespace Pipeline.Cloud.Costs;

/// <summary>Files that the program carries.</summary>
internal static class EmbeddedFile
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
