using System.CommandLine;
using Pipeline.Core.Grouping;
using Pipeline.Core.Photos;
using Pipeline.Core.Renditions;
using Pipeline.Core.Validation;
using Pipeline.Host.Engine;
using Pipeline.Host.Engine.Fence;
using Pipeline.Host.Engine.Memory;

namespace Pipeline.Local.Commands;

/// <summary>The options of the commands that run the pipeline: how it treats images, and what it may use for that.</summary>
internal sealed class EngineOptions
{
    private readonly Option<int> _grace = RenditionGraceOption.Create();
    private readonly LimitOptions _limits = new();
    private readonly Option<string> _grouping = GroupingOption.Create();
    private readonly Option<string> _keepLocation = PhotoOptions.CreateKeepLocation();
    private readonly Option<bool> _keepTags = PhotoOptions.CreateKeepTags();
    private readonly DescribeOptions _describe = new();
    private readonly MemoryOption _memory = new();
    private readonly FenceOption _fence = new();

    public void AddTo(Command command)
    {
        command.Options.Add(_grace);
        _limits.AddTo(command);
        command.Options.Add(_grouping);
        command.Options.Add(_keepLocation);
        command.Options.Add(_keepTags);
        _describe.AddTo(command);
        _memory.AddTo(command);
        _fence.AddTo(command);
    }

    public EngineArguments Read(ParseResult result) => new(
        TimeSpan.FromDays(result.GetValue(_grace)),
        _limits.Read(result),
        GroupingOption.Read(result, _grouping),
        PhotoOptions.ReadKeepLocation(result, _keepLocation),
        result.GetValue(_keepTags),
        _memory.Read(result),
        _fence.Read(result),
        _describe.Read(result));
}

/// <summary>The values of <see cref="EngineOptions"/>.</summary>
internal sealed record EngineArguments(
    TimeSpan RenditionGrace, ImageLimits Limits, ResizeGrouping Grouping, KeepLocation KeepLocation, bool KeepTags, MemoryBound Memory, FenceRequest? Fence,
    DescribingOptions? Describing)
{
    /// <summary>Creates the engine's options from the values.</summary>
    /// <param name="path">The data folder.</param>
    /// <param name="renditionSets">What to make.</param>
    /// <param name="fence">The processes of the image libraries, from <see cref="FenceRequest.CreateOptions"/>; null for none.</param>
    public PipelineOptions CreateOptions(string path, RenditionSets renditionSets, FenceOptions? fence) => new(path, renditionSets)
    {
        Limits = Limits,
        RenditionGrace = RenditionGrace,
        ResizeGrouping = Grouping,
        Photos = PhotoOptions.CreateReading(KeepLocation),
        KeepTags = KeepTags,
        Memory = Memory,
        Fence = fence,
        Describing = Describing,
    };
}
