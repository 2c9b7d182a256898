namespace Pipeline.Core.Describing;

/// <summary>A model that looks at pictures.</summary>
public interface IVisionModel
{
    /// <summary>Asks the model to describe a picture, in the form of <see cref="DescriptionPrompt"/>'s schema and no other.</summary>
    /// <param name="jpeg">The picture, a JPEG of at most <see cref="DescriptionPicture.MaxSize"/> pixels in width and height.</param>
    /// <param name="settings">Model, languages and limits.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ModelThrottledException">The model has too much to do; retry later.</exception>
    Task<ModelResponse> DescribeAsync(ReadOnlyMemory<byte> jpeg, DescriptionSettings settings, CancellationToken cancellationToken);
}

/// <param name="Json">What the model filled the schema with, as JSON, unchecked; null if it did not.</param>
/// <param name="InputTokens">Tokens of the request.</param>
/// <param name="OutputTokens">Tokens of the answer.</param>
/// <param name="Refusal">Why there is no JSON, for people; null if there is.</param>
public sealed record ModelResponse(string? Json, long InputTokens, long OutputTokens, string? Refusal = null);

/// <summary>Counts the images that are described in a day.</summary>
public interface IDescriptionBudget
{
    /// <summary>Counts one more image, durably, unless that would be more than the day may have.</summary>
    /// <param name="day">The day, in UTC.</param>
    /// <param name="limit">Maximum number of images in the day.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if the budget is spent; then nothing is counted.</returns>
    Task<bool> TryTakeAsync(DateOnly day, int limit, CancellationToken cancellationToken);
}
