using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Pulumi;
using Pulumi.Aws;

namespace Pipeline.Infra.Context;

/// <summary>What every component needs to know of where it is made.</summary>
/// <param name="Name">Project and stack, as <c>image-pipeline-dev</c>: what every resource's name begins with, so that stacks can share an account.</param>
/// <param name="Tags">On everything that takes tags.</param>
/// <param name="Account">Number of the account.</param>
/// <param name="Region">As <c>eu-central-1</c>.</param>
/// <param name="Partition">As <c>aws</c>.</param>
internal sealed partial record PipelineContext(
    string Name, ImmutableDictionary<string, string> Tags, Output<string> Account, Output<string> Region, Output<string> Partition)
{
    /// <summary>Bucket names have at most 63 characters, and what is added to this needs 20 of them.</summary>
    public const int MaxNameLength = 40;

    /// <summary>Tag whose value is the pipeline's name.</summary>
    public const string NameTag = "pipeline";

    /// <param name="project">Name of the Pulumi project.</param>
    /// <param name="stack">Name of the stack.</param>
    /// <param name="tags">Configured ones.</param>
    /// <exception cref="RunException">The names cannot begin the name of a bucket.</exception>
    public static PipelineContext Create(string project, string stack, IReadOnlyDictionary<string, string> tags)
    {
        var name = $"{project}-{stack}".ToLowerInvariant();
        if (name.Length > MaxNameLength || !BucketNamePart().IsMatch(name))
        {
            throw new RunException(
                $"The stack's name makes resources begin with \"{name}\"; that must be at most {MaxNameLength} of a-z, 0-9 and hyphens. Choose another stack name.");
        }

        return new(
            name,
            ImmutableDictionary.CreateRange(tags).SetItem(NameTag, name).SetItem("project", project).SetItem("stack", stack),
            GetCallerIdentity.Invoke().Apply(identity => identity.AccountId),
            GetRegion.Invoke().Apply(region => region.Region),
            GetPartition.Invoke().Apply(partition => partition.Partition));
    }

    /// <summary>Name of a resource: <c>image-pipeline-dev-uploads</c>.</summary>
    public string NameOf(string resource) => $"{Name}-{resource}";

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*[a-z0-9]$")]
    private static partial Regex BucketNamePart();
}
