using Pipeline.Infra.Context;
using Pulumi;
using Pulumi.Aws.Iam;

namespace Pipeline.Infra.Policies;

/// <summary>A role that one service assumes, with one inline policy.</summary>
internal sealed class ServiceRole
{
    /// <param name="name">Logical name of the role and of its policy.</param>
    /// <param name="context">Names, tags and account.</param>
    /// <param name="service">Service that assumes the role, such as <c>states.amazonaws.com</c>.</param>
    /// <param name="description">Description that the IAM console shows.</param>
    /// <param name="statements">Everything that the role may do.</param>
    /// <param name="parent">Component that the role belongs to.</param>
    public ServiceRole(
        string name, PipelineContext context, string service, string description, IEnumerable<PolicyStatement> statements, Resource parent)
    {
        var trust = PolicyStatement.AllowAssumeRole(service);
        Role = new Role(name, new RoleArgs
        {
            Description = description,
            // Lambda does not pass the source account when it assumes a function's role. The other services do.
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

    /// <summary>The inline policy. A resource that needs the permissions as soon as it exists must depend on it.</summary>
    public RolePolicy Permissions { get; }
}
