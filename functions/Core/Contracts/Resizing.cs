using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Placeholders;

namespace Pipeline.Core.Contracts;

/// <param name="Execution">Id of the execution.</param>
/// <param name="Original">The accepted original.</param>
/// <param name="Plan">The one file to make.</param>
public sealed record ResizeRequest(string Execution, Original Original, RenditionPlan Plan);

/// <param name="Outcome">Whether the rendition was made.</param>
/// <param name="Rendition">What was made; null when superseded.</param>
/// <param name="Placeholder">The placeholder, if the plan asked for it.</param>
/// <param name="Timings">How the time was spent.</param>
/// <param name="Damaged">Whether the original's pixel data are damaged, and the rendition shows what could be decoded.</param>
/// <param name="Aliases">Other renditions of the set that share the file, from the plan; null if there are none.</param>
public sealed record ResizeResponse(
    ResizeOutcome Outcome,
    RenditionRecord? Rendition = null,
    Placeholder? Placeholder = null,
    ResizeTimings? Timings = null,
    bool Damaged = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RenditionAlias>? Aliases = null);

public enum ResizeOutcome
{
    Made,

    /// <summary>The original is gone or has other content now.</summary>
    Superseded,
}

/// <summary>
/// How the time of a rendition was spent, in milliseconds; the parts add up to the total. If a codec decodes, resamples and encodes
/// at the same time, decoding is the time spent waiting for rows, and encoding is what was left to do after the last row.
/// </summary>
/// <param name="Decode">Reading and decoding the original, or waiting for a shared decode, including the wait for a free processor.</param>
/// <param name="Resample">Geometry, resampling, orientation, placeholder.</param>
/// <param name="Encode">Encoding the rendition.</param>
/// <param name="Write">Storing the rendition.</param>
public sealed record ResizeTimings(double Decode, double Resample, double Encode, double Write);
