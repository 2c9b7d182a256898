namespace Pipeline.Core.Describing;

/// <summary>What a model looks for in images that may be objectionable.</summary>
public static class ModerationCategories
{
    /// <summary>All categories, in the order of the models' schema.</summary>
    public static IReadOnlyList<string> All { get; } = ["nudity", "sexual", "violence", "gore", "hate", "self-harm", "drugs", "weapons", "other"];
}
