using System.Text.Json;
using Pipeline.Infra;
using Pipeline.Infra.Components;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Packaging;
using Pulumi;

return await Deployment.RunAsync(CreateStack);

static IDictionary<string, object?> CreateStack()
{
    var root = Deployment.Instance.RootDirectory;
    try
    {
        var settings = PipelineSettings.Read(new Config().Get, ReadConfiguredNames(Deployment.Instance.ProjectName), root);
        var zips = FunctionPackages.Pack(root, settings.Functions.Architecture, settings.Functions.Codecs, PackagedRenditionSet.Read(settings.RenditionsFile));
        return ImagePipelineStack.Create(root, settings, FunctionArchives.FromFolder(zips));
    }
    catch (Exception problem) when (problem is InvalidConfigurationException or DirectoryNotFoundException)
    {
        // Pulumi shows this as a message, without a stack trace.
        throw new RunException(problem.Message);
    }
}

// Pulumi's Config returns values by name but does not list the names. It reads them from this variable.
static IEnumerable<string> ReadConfiguredNames(string project)
{
    using var all = JsonDocument.Parse(Environment.GetEnvironmentVariable("PULUMI_CONFIG") ?? "{}");
    return [.. all.RootElement.EnumerateObject().Select(setting => setting.Name)
        .Where(name => name.StartsWith($"{project}:", StringComparison.Ordinal)).Select(name => name[(project.Length + 1)..])];
}
