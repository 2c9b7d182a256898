using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;

namespace Pipeline.Core.Contracts;

/// <param name="Execution">Id of the execution.</param>
/// <param name="Original">The accepted original.</param>
/// <param name="Resized">The response for each group of its renditions. One of the files is the picture for the model, unless the record has a description.</param>
public sealed record DescribeRequest(string Execution, Original Original, IReadOnlyList<ResizeResponse> Resized);

/// <param name="Outcome">What came of it.</param>
/// <param name="Description">What the model saw; null unless it is described.</param>
/// <param name="Message">Why it is not described, for people; null if it is.</param>
/// <param name="Usage">What the answer cost; null if no model was asked.</param>
public sealed record DescribeResponse(
    DescribeOutcome Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImageDescription? Description = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ModelUsage? Usage = null);

/// <summary>What the model read and wrote.</summary>
/// <param name="InputTokens">Tokens of the request: instructions, schema and picture.</param>
/// <param name="OutputTokens">Tokens of the answer.</param>
/// <param name="Price">Price in US dollars; null if the prices are not known.</param>
public sealed record ModelUsage(long InputTokens, long OutputTokens, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Price = null);

public enum DescribeOutcome
{
    /// <summary>The model described the image.</summary>
    Described,

    /// <summary>The record has a description of this content, or there is no picture to show: the original changed.</summary>
    Kept,

    /// <summary>As many images as the settings allow have been described today.</summary>
    Exhausted,

    /// <summary>The model gave no answer that can be used.</summary>
    Unanswered,

    /// <summary>The call failed. The state machine writes this, not the function.</summary>
    Failed,
}

/// <summary>What a person says about an image.</summary>
/// <param name="AltText">Alternative text; null to remove the one that a person gave.</param>
/// <param name="Language">Its language, a BCP 47 tag; null if it is not known.</param>
public sealed record Caption(string? AltText, string? Language = null);
