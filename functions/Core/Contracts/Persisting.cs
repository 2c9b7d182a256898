using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Events;
using Pipeline.Core.Photos;

namespace Pipeline.Core.Contracts;

/// <summary>The outcome of an upload, to record.</summary>
/// <param name="Result">Decides which of the other fields apply.</param>
/// <param name="Execution">Id of the execution.</param>
/// <param name="Event">What happened to the original.</param>
/// <param name="Original">The accepted original; otherwise null.</param>
/// <param name="Resized">The response for each group of renditions of an accepted image; otherwise null.</param>
/// <param name="Reason">Why validation rejected the image; otherwise null.</param>
/// <param name="Fault">The fault, or the corruption found while decoding; otherwise null.</param>
/// <param name="Metadata">Metadata of an accepted original; otherwise null.</param>
/// <param name="Described">What came of describing an accepted image; null in a pipeline that does not describe images.</param>
/// <param name="Caption">What a person says about the image, if the result says so; otherwise null.</param>
public sealed record PersistRequest(
    PersistResult Result,
    string Execution,
    ImageEvent Event,
    Original? Original = null,
    IReadOnlyList<ResizeResponse>? Resized = null,
    Reason? Reason = null,
    Fault? Fault = null,
    VersionMetadata? Metadata = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DescribeResponse? Described = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Caption? Caption = null);

public enum PersistResult
{
    Accepted,
    Rejected,
    Failed,

    /// <summary>A person released the version in quarantine.</summary>
    Released,

    /// <summary>A person gave the image a text, or took it back.</summary>
    Captioned,
}

/// <summary>What a catcher leaves in the state: Step Functions' error output.</summary>
/// <param name="Error">Class name of the exception, or a <c>States.…</c> name.</param>
/// <param name="Cause">A JSON object with <c>errorMessage</c> for a Lambda function; otherwise text.</param>
public sealed record Fault(
    [property: JsonPropertyName("Error")] string Error,
    [property: JsonPropertyName("Cause")] string? Cause = null);

/// <param name="Outcome">Whether the record now has this outcome.</param>
/// <param name="Record">The current record.</param>
/// <param name="Withdrawn">Prefix of renditions that readers could see until now, and copies of which may be in caches; null if there are none.</param>
public sealed record PersistResponse(
    PersistOutcome Outcome, ImageRecord Record, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Withdrawn = null);

public enum PersistOutcome
{
    /// <summary>The record now has this outcome; the state machine announces it.</summary>
    Recorded,

    /// <summary>Another delivery of the same event recorded it.</summary>
    Unchanged,

    /// <summary>A newer event won; what this one made was removed.</summary>
    Superseded,

    /// <summary>Only what is said of the image changed; nobody is told.</summary>
    Refreshed,

    /// <summary>The version is kept from readers until a person releases it; the state machine announces it as a failure.</summary>
    Quarantined,
}

/// <param name="Execution">Id of the execution.</param>
/// <param name="Event">The deletion.</param>
public sealed record RemoveRequest(string Execution, ImageEvent Event);

/// <param name="Outcome">Whether the image is gone now.</param>
/// <param name="Record">The current record; null if the image is unknown.</param>
/// <param name="Event">The upload that the deletion brought back, to process next; otherwise null.</param>
public sealed record RemoveResponse(RemoveOutcome Outcome, ImageRecord? Record, ImageEvent? Event = null);

public enum RemoveOutcome
{
    /// <summary>The renditions are gone and the record says deleted.</summary>
    Removed,

    /// <summary>A newer event won, or the deleted object version is not the current one.</summary>
    Superseded,

    /// <summary>The deletion of a version or of a delete marker made another version current, which the record does not show: process it.</summary>
    Restored,
}
