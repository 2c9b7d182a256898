using System.Globalization;
using Pipeline.Core.Deployment;
using Pipeline.Core.Validation;
using Pipeline.Infra.Configuration;
using Pipeline.Infra.Context;
using Pipeline.Infra.Policies;
using Pulumi;

namespace Pipeline.Infra.Components;

/// <summary>The zip of each function.</summary>
internal sealed record FunctionArchives(Archive Validate, Archive Resize, Archive Persist, Archive Remove, Archive Reconcile, Archive Backfill, Archive Api,
    Archive Webhook, Archive Export, Archive Describe)
{
    /// <param name="folder">Folder of <c>Validate.zip</c> and the others.</param>
    /// <exception cref="RunException">A zip is missing.</exception>
    public static FunctionArchives FromFolder(string folder)
    {
        return new(OpenArchive("Validate"), OpenArchive("Resize"), OpenArchive("Persist"), OpenArchive("Remove"), OpenArchive("Reconcile"), OpenArchive("Backfill"),
            OpenArchive("Api"), OpenArchive("Webhook"), OpenArchive("Export"), OpenArchive("Describe"));

        FileArchive OpenArchive(string function) => Path.Combine(folder, $"{function}.zip") is var zip && File.Exists(zip)
            ? new(zip)
            : throw new RunException($"{zip} is missing. Run `dotnet build` in infra/aws to publish the functions.");
    }
}

/// <param name="Context">Names and tags.</param>
/// <param name="Settings">The stack's configuration.</param>
/// <param name="Buckets">Originals and renditions.</param>
/// <param name="Catalogue">Records.</param>
/// <param name="Delivery">The CDN; null for none.</param>
/// <param name="Archives">Zips of the functions.</param>
internal sealed record PipelineFunctionsArgs(
    PipelineContext Context, PipelineSettings Settings, ImageBuckets Buckets, ImageCatalogue Catalogue, Delivery? Delivery, FunctionArchives Archives);

/// <summary>The four functions that the state machine calls, and the one that describes images, if the stack does.</summary>
internal sealed class PipelineFunctions : ComponentResource
{
    public PipelineFunctions(string name, PipelineFunctionsArgs args, ComponentResourceOptions? options = null)
        : base("image-pipeline:aws:PipelineFunctions", name, options)
    {
        var permissions = new FunctionPermissions(args.Context, args.Buckets, args.Catalogue, args.Settings);
        var (functions, limits) = (args.Settings.Functions, args.Settings.Limits);
        (string, Input<string>) pipeline = (FunctionEnvironment.PipelineName, args.Context.Name);
        (string, Input<string>) table = (FunctionEnvironment.Table, args.Catalogue.Table);
        (string, Input<string>) renditions = (FunctionEnvironment.RenditionsBucket, args.Buckets.Renditions);
        (string, Input<string>) codecs = (FunctionEnvironment.Codecs, functions.Codecs);
        var executionTimeLimit = NumberVariable(FunctionEnvironment.ExecutionTimeLimit, (long)args.Settings.ExecutionTimeLimit.TotalSeconds);
        (string, Input<string>) grouping = (FunctionEnvironment.ResizeGrouping, functions.ResizeGrouping);
        var resizeTimeLimit = NumberVariable(FunctionEnvironment.ResizeTimeLimit, functions.Resize.Timeout);
        var maxBytes = NumberVariable(FunctionEnvironment.MaxBytes, limits.MaxBytes);

        Validate = CreateFunction("Validate", args.Archives.Validate, permissions.Validate, functions.Validate,
            [
                pipeline, table, renditions, codecs, CodecTimeLimit(functions.Validate), executionTimeLimit, grouping, resizeTimeLimit,
                .. LimitVariables(limits, functions.Resize.Memory), .. MetadataVariables(args.Settings.Metadata),
                .. args.Settings.Describe is { } asked ? new (string, Input<string>)[] { (FunctionEnvironment.DescribeSchema, args.Context.Region.Apply(asked.GetSchema)) } : [],
            ]);
        Resize = CreateFunction("Resize", args.Archives.Resize, permissions.Resize, functions.Resize, [pipeline, renditions, codecs, CodecTimeLimit(functions.Resize), maxBytes]);
        var withdrawn = args.Settings.Describe is { Quarantines: true } ? args.Delivery : null;
        Persist = CreateFunction("Persist", args.Archives.Persist, permissions.Persist(withdrawn), functions.Persist,
            [
                pipeline, table, renditions, NumberVariable(FunctionEnvironment.RenditionGraceDays, args.Settings.Storage.RenditionGraceDays),
                .. OutcomeVariables(args.Settings),
                .. args.Delivery is { } delivery ? new (string, Input<string>)[] { (FunctionEnvironment.RenditionsUrl, delivery.RenditionsUrl) } : [],
                .. args.Settings.Describe is { } moderated ? ModerationVariables(moderated) : [],
                .. DistributionVariables(withdrawn),
            ]);
        var invalidated = args.Settings.Delivery is { DeletionInvalidates: true } ? args.Delivery : null;
        Remove = CreateFunction("Remove", args.Archives.Remove, permissions.Remove(invalidated), functions.Remove,
            [pipeline, table, renditions, .. OutcomeVariables(args.Settings), .. DistributionVariables(invalidated)]);
        Describe = args.Settings.Describe is { } describe
            ? CreateFunction("Describe", args.Archives.Describe, permissions.Describe(describe), DescribeSettings.Function, [pipeline, table, renditions, .. DescribeVariables(args.Context, describe)])
            : null;
        RegisterOutputs(new Dictionary<string, object?>());

        PipelineFunction CreateFunction(
            string function, Archive code, IReadOnlyList<PolicyStatement> functionPermissions, FunctionSettings settings, (string Name, Input<string> Value)[] environment) =>
            new(function.ToLowerInvariant(), new(
                args.Context, function, code, environment.ToDictionary(variable => variable.Name, variable => variable.Value), functionPermissions, settings,
                functions.Architecture, functions.SnapStart, HasAlias: true, args.Settings.Logs), new ComponentResourceOptions { Parent = this });
    }

    public PipelineFunction Validate { get; }

    public PipelineFunction Resize { get; }

    public PipelineFunction Persist { get; }

    public PipelineFunction Remove { get; }

    /// <summary>Null if the stack does not describe images.</summary>
    public PipelineFunction? Describe { get; }

    public IReadOnlyList<PipelineFunction> All => [Validate, Resize, .. Describing, Persist, Remove];

    /// <summary>The function that describes images, if there is one.</summary>
    public IReadOnlyList<PipelineFunction> Describing => Describe is null ? [] : [Describe];

    private static IEnumerable<(string, Input<string>)> DescribeVariables(PipelineContext context, DescribeSettings describe)
    {
        yield return (FunctionEnvironment.DescribeModel, context.Region.Apply(describe.GetModel));
        yield return (FunctionEnvironment.DescribeLanguages, describe.LanguagesJson);
        yield return NumberVariable(FunctionEnvironment.DescribeMaxTokens, describe.MaxTokens);
        yield return NumberVariable(FunctionEnvironment.DescribeDailyImages, describe.DailyImages);
        foreach (var (variable, value) in new[]
        {
            (FunctionEnvironment.DescribeTemperature, describe.Temperature), (FunctionEnvironment.DescribeTopP, describe.TopP),
            (FunctionEnvironment.DescribeInputPrice, describe.InputPrice), (FunctionEnvironment.DescribeOutputPrice, describe.OutputPrice),
        })
        {
            if (value is { } number)
            {
                yield return (variable, number.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static IEnumerable<(string, Input<string>)> DistributionVariables(Delivery? invalidated) =>
        invalidated is null ? [] : [(FunctionEnvironment.Distribution, invalidated.DistributionId)];

    private static IEnumerable<(string, Input<string>)> ModerationVariables(DescribeSettings describe)
    {
        yield return (FunctionEnvironment.ModerationAction, LimitWords.Of(describe.Moderation.Action));
        yield return (FunctionEnvironment.ModerationConfidence, describe.Moderation.MinConfidence.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Tells a function to keep outcomes, if there is a data lake that they are exported to.</summary>
    public static IEnumerable<(string Name, Input<string> Value)> OutcomeVariables(PipelineSettings settings) =>
        settings.Lake is null ? [] : [(FunctionEnvironment.Outcomes, "true")];

    private static IEnumerable<(string, Input<string>)> LimitVariables(ImageLimits limits, int resizeMemory)
    {
        yield return NumberVariable(FunctionEnvironment.MaxBytes, limits.MaxBytes);
        if (limits.MaxPixels is { } maxPixels)
        {
            yield return NumberVariable(FunctionEnvironment.MaxPixels, maxPixels);
        }

        yield return NumberVariable(FunctionEnvironment.MaxFrames, limits.MaxFrames);
        yield return (FunctionEnvironment.OverLimit, LimitWords.Of(limits.OverLimit));
        yield return (FunctionEnvironment.Damage, LimitWords.Of(limits.Damage));
        // Validate admits what Resize has the memory for.
        yield return NumberVariable(FunctionEnvironment.MaxMemory, (limits.MaxMemory / (1024 * 1024)) ?? resizeMemory);
    }

    private static IEnumerable<(string, Input<string>)> MetadataVariables(MetadataSettings metadata)
    {
        yield return (FunctionEnvironment.KeepLocation, LimitWords.Of(metadata.KeepLocation));
        yield return (FunctionEnvironment.KeepTags, metadata.KeepTags ? "true" : "false");
    }

    private static (string, Input<string>) CodecTimeLimit(FunctionSettings function) =>
        NumberVariable(FunctionEnvironment.CodecTimeLimit, CallTimeLimits.GetCodecTimeout(function.Timeout));

    private static (string, Input<string>) NumberVariable(string variable, long value) => (variable, value.ToString(CultureInfo.InvariantCulture));
}
