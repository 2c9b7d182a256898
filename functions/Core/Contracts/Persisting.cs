using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Events;

namespace Pipeline.Core.Contracts;

/// <summary>What came of an upload, to be recorded.</summary>
/// <param name="Result">Which of the following fields count.</param>
/// <param name="Execution">Id of the execution.</param>
/// <param name="Event">What happened to the original.</param>
/// <param name="Original">Of an accepted image.</param>
/// <param name="Resized">Of an accepted image: what each rendition's state answered.</param>
/// <param name="Reason">Of an image that validation rejected.</param>
/// <param name="Fault">Of a fault, or of corruption found while decoding.</param>
public sealed record PersistRequest(
    PersistResult Result,
    string Execution,
    ImageEvent Event,
    Original? Original = null,
    IReadOnlyList<ResizeResponse>? Resized = null,
    Reason? Reason = null,
    Fault? Fault = null);

public enum PersistResult
{
    Accepted,
    Rejected,
    Failed,
}

/// <summary>What a catcher leaves in the state: Step Functions' error output.</summary>
/// <param name="Error">Class name of the exception, or a <c>States.…</c> name.</param>
/// <param name="Cause">For a Lambda function a JSON object with <c>errorMessage</c>; otherwise text.</param>
public sealed record Fault(
    [property: JsonPropertyName("Error")] string Error,
    [property: JsonPropertyName("Cause")] string? Cause = null);

/// <param name="Outcome">Whether the record tells this now.</param>
/// <param name="Record">The record as it stands.</param>
public sealed record PersistResponse(PersistOutcome Outcome, ImageRecord Record);

public enum PersistOutcome
{
    /// <summary>The record tells this now; it is to be announced.</summary>
    Recorded,

    /// <summary>Another delivery of the same event recorded it.</summary>
    Unchanged,

    /// <summary>A newer event won; what was made has been removed.</summary>
    Superseded,
}

/// <param name="Execution">Id of the execution.</param>
/// <param name="Event">The deletion.</param>
public sealed record RemoveRequest(string Execution, ImageEvent Event);

/// <param name="Outcome">Whether the image is gone now.</param>
/// <param name="Record">The record as it stands; null when the deletion concerned no known image.</param>
public sealed record RemoveResponse(RemoveOutcome Outcome, ImageRecord? Record);

public enum RemoveOutcome
{
    /// <summary>Renditions are gone, and the record says deleted.</summary>
    Removed,

    /// <summary>A newer event won, or the deletion concerned an object version that is not the current one.</summary>
    Superseded,
}
