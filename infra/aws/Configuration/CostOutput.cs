using Pipeline.Core.Costs;
using Pipeline.Core.Renditions;

namespace Pipeline.Infra.Configuration;

/// <summary>The settings that decide what a stack costs, for `infra/cloud cost`.</summary>
internal static class CostOutput
{
    /// <param name="settings">The stack's configuration.</param>
    /// <param name="alarms">Number of alarms.</param>
    public static CostSettings Create(PipelineSettings settings, int alarms)
    {
        var (functions, sets) = (settings.Functions, ReadRenditions(settings));
        return CostSettings.Default with
        {
            Architecture = functions.Architecture,
            ResizeGrouping = functions.ResizeGrouping,
            StateMachineType = settings.StateMachine.Type,
            Functions = new Dictionary<string, CostSettings.Function>
            {
                ["validate"] = Describe(functions.Validate),
                ["resize"] = Describe(functions.Resize),
                ["persist"] = Describe(functions.Persist),
                ["remove"] = Describe(functions.Remove),
            },
            SnapStart = functions.SnapStart,
            Tracing = settings.Logs.Tracing,
            HasKeyPrefix = !string.IsNullOrEmpty(settings.Keys.Prefix),
            HasEventArchive = settings.EventArchiveDays is not null,
            SuccessEndpoints = settings.Webhooks?.SuccessEndpoints.Count ?? 0,
            Alarms = alarms,
            HasApi = settings.Api is not null,
            HasCdn = settings.Delivery is not null,
            Lake = settings.Lake is { } lake ? new(lake.Segments, lake.Days) : null,
            Renditions = CostSettings.WriteSizes(sets),
            Describe = settings.Describe is { } describe
                ? new(DescribeSettings.Function.Memory, describe.Languages.Count, describe.InputPrice, describe.OutputPrice)
                : null,
        };
    }

    /// <summary>The rendition sets of the stack.</summary>
    public static RenditionSets ReadRenditions(PipelineSettings settings)
    {
        var file = settings.RenditionsFile;
        return RenditionSetReader.Read(File.ReadAllText(file), Path.GetFileName(file), Path.GetDirectoryName(file));
    }

    private static CostSettings.Function Describe(FunctionSettings function) => new(function.Memory, function.ProvisionedConcurrency ?? 0);
}
