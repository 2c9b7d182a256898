using Pipeline.Lake.Export;

namespace Pipeline.Export.Contracts;

/// <summary>What a call is for.</summary>
public enum ExportStep
{
    /// <summary>Decides what the export writes, and in how many segments.</summary>
    Plan,

    /// <summary>Writes a segment, or continues it.</summary>
    Segment,

    /// <summary>Makes the export the one that readers see.</summary>
    Finish,
}

/// <summary>A state's request.</summary>
/// <param name="Step">What the call is for.</param>
/// <param name="Execution">ARN of the execution.</param>
/// <param name="StartedAt">When the execution started. It decides the day of the export, so that no retry changes it.</param>
/// <param name="Plan">The export; null for <see cref="ExportStep.Plan"/>.</param>
/// <param name="Progress">How far the segment is; only for <see cref="ExportStep.Segment"/>.</param>
/// <param name="Segments">All segments; only for <see cref="ExportStep.Finish"/>.</param>
public sealed record ExportRequest(
    ExportStep Step, string Execution, DateTimeOffset StartedAt, ExportPlan? Plan = null, SegmentProgress? Progress = null, IReadOnlyList<SegmentProgress>? Segments = null);

/// <summary>How far a segment is. A state's data have at most 256 KB, so these are running totals and not a list of files.</summary>
/// <param name="Segment">Number of the segment, from 0.</param>
/// <param name="Of">Number of segments.</param>
/// <param name="Calls">Number of calls so far.</param>
/// <param name="Images">Number of images so far.</param>
/// <param name="Renditions">Number of renditions so far.</param>
/// <param name="Outcomes">Number of outcomes so far.</param>
/// <param name="Files">Number of files so far.</param>
/// <param name="Bytes">Size of these files in bytes.</param>
/// <param name="Next">Where the next call continues; null at the beginning, and when the segment is complete.</param>
/// <param name="IsComplete">Whether the segment is complete.</param>
public sealed record SegmentProgress(
    int Segment, int Of, int Calls = 0, long Images = 0, long Renditions = 0, long Outcomes = 0, int Files = 0, long Bytes = 0, string? Next = null, bool IsComplete = false)
{
    /// <summary>The progress after one more call.</summary>
    public SegmentProgress Add(SegmentResponse response) => this with
    {
        Calls = Calls + 1,
        Images = Images + response.Images,
        Renditions = Renditions + response.Renditions,
        Outcomes = Outcomes + response.Outcomes,
        Files = Files + response.Files,
        Bytes = Bytes + response.Bytes,
        Next = response.Next,
        IsComplete = response.Next is null,
    };

    /// <summary>What all calls wrote.</summary>
    public SegmentResponse ToResponse() => new(Images, Renditions, Outcomes, Files, Bytes, Next);
}

/// <summary>A state's response.</summary>
/// <param name="Plan">The export.</param>
/// <param name="Segments">Its segments; only for <see cref="ExportStep.Plan"/>.</param>
/// <param name="Progress">How far the segment is; only for <see cref="ExportStep.Segment"/>.</param>
/// <param name="Finished">What the export wrote; only for <see cref="ExportStep.Finish"/>.</param>
public sealed record ExportResponse(ExportPlan Plan, IReadOnlyList<SegmentProgress>? Segments = null, SegmentProgress? Progress = null, FinishResponse? Finished = null);
