using Pipeline.Core.Contracts;

namespace Pipeline.Lambda;

/// <summary>Serialises the contracts exactly as everywhere else: the state machine's paths refer to members that may be null.</summary>
public sealed class PipelineSerializer() : GeneratedSerializer(PipelineJson.Default, "a contract of the pipeline")
{
    /// <summary>Initialises the contracts of a function before its first call.</summary>
    public void WarmUp<TRequest, TResponse>() => _ = (GetTypeInfo<TRequest>().Properties.Count, GetTypeInfo<TResponse>().Properties.Count);
}
