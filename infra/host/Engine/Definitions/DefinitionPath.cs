namespace Pipeline.Host.Engine.Definitions;

/// <summary>Chooses the definition that a host runs.</summary>
public static class DefinitionPath
{
    /// <summary>
    /// The requested file. Without one, <c>statemachine/image-pipeline.asl.json</c> below the current folder, so that you can edit it in the
    /// repository; if that does not exist, the copy beside the program.
    /// </summary>
    /// <param name="file">The requested file, or null.</param>
    public static string Choose(FileInfo? file)
    {
        var edited = Path.GetFullPath(Path.Combine("statemachine", Path.GetFileName(PipelineDefinition.FilePath)));
        return file?.FullName ?? (File.Exists(edited) ? edited : PipelineDefinition.FilePath);
    }
}
