namespace Pipeline.Aws.Tests.Infra;

/// <summary>
/// Reads <c>config:</c> from a <c>Pulumi.STACK.yaml</c> with lists and maps in YAML's flow style, which is JSON. The example stacks are
/// written like this, so no YAML library is needed.
/// </summary>
internal static class StackFile
{
    /// <returns>The project's own settings, as <c>Config.Get</c> returns them.</returns>
    public static IReadOnlyDictionary<string, string> Read(string path) => File.ReadLines(path)
        .Select(line => line.Split('#')[0].TrimEnd())
        .SkipWhile(line => line != "config:").Skip(1)
        .Where(line => line.Length > 0)
        .Select(Setting)
        .Where(setting => setting.Project == "image-pipeline")
        .ToDictionary(setting => setting.Name, setting => setting.Value);

    private static (string Project, string Name, string Value) Setting(string line)
    {
        var (key, value) = line.Split(": ", 2) is [var name, var rest] ? (name.Trim(), rest.Trim()) : throw new FormatException(line);
        return key.Split(':') is [var project, var setting] ? (project, setting, value.Trim('"')) : throw new FormatException(line);
    }
}
