namespace Pipeline.Host.Engine.Definitions;

/// <summary>Which definition a host runs.</summary>
public static class DefinitionPath
{
    /// <summary>The file that was asked for; without, the one that lies where the repository has it, to be edited, or else the program's own.</summary>
    /// <param name="file">As asked for, or null.</param>
    public static string Choose(FileInfo? file)
    {
        var edited = Path.GetFullPath(Path.Combine("statemachine", Path.GetFileName(PipelineDefinition.FilePath)));
        return file?.FullName ?? (File.Exists(edited) ? edited : PipelineDefinition.FilePath);
    }
}
