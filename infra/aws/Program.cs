using System.Text.Json;
using Amazon;
using Amazon.S3;
using Pipeline.Infra;
using Pipeline.Infra.Buckets;
using Pipeline.Infra.Components;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Packaging;
using Pulumi;

return await Deployment.RunAsync(CreateStackAsync);

static async Task<IDictionary<string, object?>> CreateStackAsync()
{
    var root = Deployment.Instance.RootDirectory;
    try
    {
        var settings = PipelineSettings.Read(new Config().Get, ReadConfiguredNames(Deployment.Instance.ProjectName), root);
        if (settings.Storage.UploadsBucket is { } uploads)
        {
            using var s3 = CreateS3();
            await new UploadsBucketCheck(s3, PipelineContext.NameOf(Deployment.Instance.ProjectName, Deployment.Instance.StackName))
                .RunAsync(uploads, CancellationToken.None);
        }

        var zips = FunctionPackages.Pack(root, settings.Functions.Architecture, settings.Functions.Codecs, PackagedRenditionSet.Read(settings.RenditionsFile));
        return ImagePipelineStack.Create(root, settings, FunctionArchives.FromFolder(zips));
    }
    catch (Exception problem) when (problem is InvalidConfigurationException or DirectoryNotFoundException)
    {
        // Pulumi shows this as a message, without a stack trace.
        throw new RunException(problem.Message);
    }
}

// A client for the region and the profile that Pulumi's provider uses, if the stack sets them.
static AmazonS3Client CreateS3()
{
    var provider = new Config("aws");
    var config = new AmazonS3Config();
    if (provider.Get("region") is { } region)
    {
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
    }

    if (provider.Get("profile") is { } profile)
    {
        config.Profile = new Profile(profile);
    }

    return new(config);
}

// Pulumi's Config returns values by name but does not list the names. It reads them from this variable.
static IEnumerable<string> ReadConfiguredNames(string project)
{
    using var all = JsonDocument.Parse(Environment.GetEnvironmentVariable("PULUMI_CONFIG") ?? "{}");
    return [.. all.RootElement.EnumerateObject().Select(setting => setting.Name)
        .Where(name => name.StartsWith($"{project}:", StringComparison.Ordinal)).Select(name => name[(project.Length + 1)..])];
}
