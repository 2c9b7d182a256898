using Pipeline.Core.Contracts;
using Pipeline.Core.Storage;

namespace Pipeline.Core.Describing;

/// <summary>Lets a model look at an image and say what it shows. An image that cannot be described is no fault: the response says why.</summary>
/// <param name="store">Has the picture to look at.</param>
/// <param name="model">Looks at it.</param>
/// <param name="budget">Counts images.</param>
/// <param name="settings">What to ask.</param>
/// <param name="time">Clock.</param>
public sealed class ImageDescriber(IImageStore store, IVisionModel model, IDescriptionBudget budget, DescriptionSettings settings, TimeProvider time)
{
    /// <exception cref="ModelThrottledException">The model has too much to do; retry later.</exception>
    /// <exception cref="RenditionMissingException">The picture is gone.</exception>
    public async Task<DescribeResponse> DescribeAsync(DescribeRequest request, CancellationToken cancellationToken)
    {
        var picture = request.Resized.SelectMany(response => response.ListRenditions()).FirstOrDefault(DescriptionPicture.Is);
        if (picture is null || request.Resized.Any(response => response.Outcome == ResizeOutcome.Superseded))
        {
            return new(DescribeOutcome.Kept);
        }

        var key = picture.Rendition.Key;
        var jpeg = await store.ReadRenditionAsync(key, cancellationToken) ?? throw new RenditionMissingException(key);
        var now = time.GetUtcNow();
        if (settings.DailyImages is { } limit && !await budget.TryTakeAsync(DateOnly.FromDateTime(now.UtcDateTime), limit, cancellationToken))
        {
            return new(DescribeOutcome.Exhausted, Message: $"the budget of {limit:N0} images a day is spent");
        }

        var answer = await model.DescribeAsync(jpeg, settings, cancellationToken);
        var usage = new ModelUsage(answer.InputTokens, answer.OutputTokens, settings.GetPrice(answer.InputTokens, answer.OutputTokens));
        if (answer.Json is null)
        {
            return new(DescribeOutcome.Unanswered, Message: answer.Refusal ?? $"{settings.Model} gave no answer", Usage: usage);
        }

        var (description, problem) = DescriptionReader.Read(answer.Json, request.Original.Sha256, settings, now);
        return description is null ? new(DescribeOutcome.Unanswered, Message: problem, Usage: usage) : new(DescribeOutcome.Described, description, Usage: usage);
    }
}
