using Pipeline.Core.Describing;

namespace Pipeline.Tests.Core.Describing;

/// <summary>A model that answers what the test says, and notes what it was shown.</summary>
internal sealed class ScriptedModel : IVisionModel
{
    /// <summary>The next answers; the last one repeats.</summary>
    public List<ModelResponse> Answers { get; } = [Answer("A red square.")];

    /// <summary>The pictures that it was shown.</summary>
    public List<byte[]> Seen { get; } = [];

    public static ModelResponse Answer(string altText, string moderation = "[]") =>
        new($$"""{"altText":"{{altText}}","language":"en","labels":["square","red"],"moderation":{{moderation}}}""", 1_000, 100);

    public Task<ModelResponse> DescribeAsync(ReadOnlyMemory<byte> jpeg, DescriptionSettings settings, CancellationToken cancellationToken)
    {
        Seen.Add(jpeg.ToArray());
        return Task.FromResult(Answers[Math.Min(Seen.Count, Answers.Count) - 1]);
    }
}

/// <summary>A budget in memory.</summary>
internal sealed class CountedBudget : IDescriptionBudget
{
    private readonly Dictionary<DateOnly, int> _taken = [];

    public Task<bool> TryTakeAsync(DateOnly day, int limit, CancellationToken cancellationToken)
    {
        var taken = _taken.GetValueOrDefault(day);
        _taken[day] = Math.Min(taken + 1, limit);
        return Task.FromResult(taken < limit);
    }
}
