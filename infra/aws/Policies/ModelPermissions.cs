using System.Text.RegularExpressions;
using Pipeline.Infra.Context;
using Pulumi;

namespace Pipeline.Infra.Policies;

/// <summary>
/// What a role needs to call a model of Bedrock. A call by an inference profile needs the profile, and the model in each region that the profile may
/// lead to; the second statement allows that only by way of the profile.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html"/>
internal static partial class ModelPermissions
{
    private const string Action = "bedrock:InvokeModel";

    private const string ProfileKey = "bedrock:InferenceProfileArn";

    /// <param name="context">Region and account.</param>
    /// <param name="model">Id or ARN of a model or an inference profile.</param>
    public static IEnumerable<PolicyStatement> Of(PipelineContext context, string model)
    {
        var entry = GetArn(context, model);
        yield return PolicyStatement.Allow([Action], entry);
        if (FindProfile(model) is { } profile)
        {
            yield return AllowModels(context, profile.Models, profile.IsGlobal, entry);
        }
    }

    /// <param name="context">Region and account.</param>
    /// <param name="model">Id of a model.</param>
    /// <param name="find">Returns the model's id in a region, or that of its inference profile there.</param>
    public static IEnumerable<PolicyStatement> OfRegion(PipelineContext context, string model, Func<string, string> find)
    {
        var entry = context.Region.Apply(region => GetArn(context, find(region)));
        yield return PolicyStatement.Allow([Action], entry);
        // Allows nothing where the model is called without a profile.
        yield return AllowModels(context, model, isGlobal: false, entry);
    }

    private static PolicyStatement AllowModels(PipelineContext context, string models, bool isGlobal, Output<string> profile)
    {
        Input<string>[] arns =
        [
            Output.Format($"arn:{context.Partition}:bedrock:*::foundation-model/{models}"),
            // The model of a global profile has no region.
            .. isGlobal ? new Input<string>[] { Output.Format($"arn:{context.Partition}:bedrock:::foundation-model/{models}") } : [],
        ];
        return PolicyStatement.Allow([Action], arns).When("ArnLike", ProfileKey, profile);
    }

    private static Output<string> GetArn(PipelineContext context, string model) => model.StartsWith("arn:", StringComparison.Ordinal) ? Output.Create(model)
        : FindProfile(model) is not null ? Output.Format($"arn:{context.Partition}:bedrock:{context.Region}:{context.Account}:inference-profile/{model}")
        : Output.Format($"arn:{context.Partition}:bedrock:{context.Region}::foundation-model/{model}");

    /// <summary>The models that an inference profile leads to; null if it is none. The id of a profile of AWS is that of its model behind a part of the world.</summary>
    private static (string Models, bool IsGlobal)? FindProfile(string model)
    {
        if (model.Contains(":application-inference-profile/", StringComparison.Ordinal))
        {
            // Its id says nothing of the model.
            return ("*", true);
        }

        var id = model[(model.LastIndexOf('/') + 1)..];
        return ProfileId().Match(id) is { Success: true } match && (id == model || model.Contains(":inference-profile/", StringComparison.Ordinal))
            ? (match.Groups["model"].Value, match.Groups["world"].Value == "global")
            : null;
    }

    [GeneratedRegex(@"^(?<world>global|us|us-gov|eu|ap|apac|ca|jp|au|in|kr|sa|mx|me|af|il)\.(?<model>.+)$")]
    private static partial Regex ProfileId();
}
