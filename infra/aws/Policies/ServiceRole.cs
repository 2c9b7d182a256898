using Pipeline.Infra.Context;
using Pulumi;
using Pulumi.Aws.Iam;

namespace Pipeline.Infra.Policies;

/// <summary>A role that one service takes on, with one inline policy.</summary>
internal sealed class ServiceRole
{
    /// <param name="name">Logical name of both resources.</param>
    /// <param name="context">Names, tags, account.</param>
    /// <param name="service">As <c>states.amazonaws.com</c>.</param>
    /// <param name="description">For the console.</param>
    /// <param name="statements">Everything that the role may do.</param>
    /// <param name="parent">The component that it belongs to.</param>
    public ServiceRole(
        string name, PipelineContext context, string service, string description, IEnumerable<PolicyStatement> statements, Resource parent)
    {
        var trust = PolicyStatement.AssumedBy(service);
        Role = new Role(name, new RoleArgs
        {
            Description = description,
            // Lambda takes on a function's role without naming the account on whose behalf; the others do.
            AssumeRolePolicy = Policy.CreateDocument(service == "lambda.amazonaws.com" ? trust : trust.FromAccount(context.Account)),
            Tags = context.Tags,
        }, new CustomResourceOptions { Parent = parent });
        Permissions = new RolePolicy(name, new RolePolicyArgs
        {
            Role = Role.Name,
            Policy = Policy.CreateDocument(statements),
        }, new CustomResourceOptions { Parent = parent });
    }

    public Role Role { get; }

    public Output<string> Arn => Role.Arn;

    /// <summary>What needs the role's permissions from its first moment depends on this.</summary>
    public RolePolicy Permissions { get; }
}
