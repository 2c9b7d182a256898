using System.Collections.Concurrent;
using Pipeline.Core.Describing;

namespace Pipeline.Testing.Hosts;

/// <summary>A model that says what the test says, and counts what it is asked.</summary>
internal sealed class ScriptedVisionModel : IVisionModel
{
    /// <summary>The JSON of each answer, by the number of the question from 0; null for no answer.</summary>
    public Func<int, string?> Answer { get; set; } = _ => Describe("A picture");

    /// <summary>The models that were asked, one for each question.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public static string Describe(string altText, string moderation = "[]") =>
        $$"""{"altText":"{{altText}}","language":"en","labels":["picture","test"],"moderation":{{moderation}}}""";

    public Task<ModelResponse> DescribeAsync(ReadOnlyMemory<byte> jpeg, DescriptionSettings settings, CancellationToken cancellationToken)
    {
        Asked.Enqueue(settings.Model);
        var json = Answer(Asked.Count - 1);
        return Task.FromResult(new ModelResponse(json, 1_000, 50, json is null ? "it gave no answer" : null));
    }
}
