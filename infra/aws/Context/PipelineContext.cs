using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Pulumi;
using Pulumi.Aws;

namespace Pipeline.Infra.Context;

/// <summary>The stack, account and region that every component is created in.</summary>
/// <param name="Name">Project and stack, such as <c>image-pipeline-dev</c>. Every resource name begins with it, so that stacks can share an account.</param>
/// <param name="Tags">Tags of every resource that supports tags.</param>
/// <param name="Account">Number of the account.</param>
/// <param name="Region">Region, such as <c>eu-central-1</c>.</param>
/// <param name="Partition">Partition, such as <c>aws</c>.</param>
internal sealed partial record PipelineContext(
    string Name, ImmutableDictionary<string, string> Tags, Output<string> Account, Output<string> Region, Output<string> Partition)
{
    /// <summary>Bucket names have at most 63 characters, of which suffixes need up to 20.</summary>
    public const int MaxNameLength = 40;

    /// <summary>Tag whose value is the pipeline's name.</summary>
    public const string NameTag = "pipeline";

    /// <param name="project">Name of the Pulumi project.</param>
    /// <param name="stack">Name of the stack.</param>
    /// <param name="tags">Configured tags.</param>
    /// <exception cref="RunException">The two names cannot be the start of a bucket name.</exception>
    public static PipelineContext Create(string project, string stack, IReadOnlyDictionary<string, string> tags)
    {
        var name = NameOf(project, stack);
        if (name.Length > MaxNameLength || !BucketNamePart().IsMatch(name))
        {
            throw new RunException(
                $"Resource names would begin with \"{name}\", which must be at most {MaxNameLength} characters of a-z, 0-9 and hyphens. Choose another stack name.");
        }

        return new(
            name,
            ImmutableDictionary.CreateRange(tags).SetItem(NameTag, name).SetItem("project", project).SetItem("stack", stack),
            GetCallerIdentity.Invoke().Apply(identity => identity.AccountId),
            GetRegion.Invoke().Apply(region => region.Region),
            GetPartition.Invoke().Apply(partition => partition.Partition));
    }

    /// <summary>Name of the pipeline of a stack: <c>image-pipeline-dev</c>.</summary>
    public static string NameOf(string project, string stack) => $"{project}-{stack}".ToLowerInvariant();

    /// <summary>Name of a resource: <c>image-pipeline-dev-uploads</c>.</summary>
    public string NameOf(string resource) => $"{Name}-{resource}";

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*[a-z0-9]$")]
    private static partial Regex BucketNamePart();
}
