using Pipeline.Core.Catalogue;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Placeholders;

namespace Pipeline.Core.Contracts;

/// <param name="Execution">Id of the execution.</param>
/// <param name="Original">The accepted original.</param>
/// <param name="Plan">The one rendition to make.</param>
public sealed record ResizeRequest(string Execution, Original Original, RenditionPlan Plan);

/// <param name="Outcome">Whether it was made.</param>
/// <param name="Rendition">What was made; null when superseded.</param>
/// <param name="Placeholder">Made along, where the plan said so.</param>
/// <param name="Timings">Where the time went.</param>
public sealed record ResizeResponse(
    ResizeOutcome Outcome,
    RenditionRecord? Rendition = null,
    Placeholder? Placeholder = null,
    ResizeTimings? Timings = null);

public enum ResizeOutcome
{
    Made,

    /// <summary>The original is gone or has other content by now.</summary>
    Superseded,
}

/// <summary>
/// Where the time of a rendition went, in milliseconds; together all of it. Where a codec decodes, resamples and encodes at the
/// same time, decoding is the time that rows took to come, and encoding what was left to do after the last of them.
/// </summary>
/// <param name="Decode">Reading and decoding the original, or waiting for a shared decode; with the wait for a processor to do it on.</param>
/// <param name="Resample">Geometry, resampling, orientation, placeholder.</param>
/// <param name="Encode">Encoding.</param>
/// <param name="Write">Storing.</param>
public sealed record ResizeTimings(double Decode, double Resample, double Encode, double Write);
