using System.Text.Json.Serialization;
using Pipeline.Core.Catalogue;
using Pipeline.Core.Renditions;
using Pipeline.Imaging.Placeholders;

namespace Pipeline.Core.Contracts;

/// <param name="Execution">Id of the execution.</param>
/// <param name="Original">The accepted original.</param>
/// <param name="Plans">The files to make from one decode; null in a request with <paramref name="Plan"/>.</param>
/// <param name="Plan">
/// The one file to make, from a definition that knows no groups. Executions run the definition that they began with, and can be redriven for
/// 14 days: two weeks after every stack has groups, this parameter and <see cref="ResizeResponse.ToUngrouped"/> can go.
/// </param>
public sealed record ResizeRequest(
    string Execution,
    Original Original,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RenditionPlan>? Plans = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RenditionPlan? Plan = null)
{
    /// <summary>The files to make, whichever form the request has.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public IReadOnlyList<RenditionPlan> ListPlans() => (Plans, Plan) switch
    {
        ({ Count: > 0 } plans, _) => plans,
        (_, { } plan) => [plan],
        _ => throw new ArgumentException("A request must have a plan.", nameof(Plans)),
    };
}

/// <param name="Outcome">Whether the renditions were made.</param>
/// <param name="Renditions">What was made, in the order of the plans; null when superseded.</param>
public sealed record ResizeResponse(
    ResizeOutcome Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<MadeRendition>? Renditions = null)
{
    /// <summary>What was made for a request with one plan; see <see cref="ResizeRequest.Plan"/>. Null in a response to any other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RenditionRecord? Rendition { get; init; }

    /// <inheritdoc cref="MadeRendition.Placeholder"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Placeholder? Placeholder { get; init; }

    /// <inheritdoc cref="MadeRendition.Timings"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResizeTimings? Timings { get; init; }

    /// <inheritdoc cref="MadeRendition.Damaged"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Damaged { get; init; }

    /// <inheritdoc cref="MadeRendition.Aliases"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RenditionAlias>? Aliases { get; init; }

    /// <summary>What was made, whichever form the response has.</summary>
    public IReadOnlyList<MadeRendition> ListRenditions() =>
        Renditions ?? (Rendition is null ? [] : [new(Rendition, Placeholder, Timings, Damaged, Aliases)]);

    /// <summary>The response in the form that a definition without groups passes on to Persist.</summary>
    public ResizeResponse ToUngrouped() => Renditions is not [var made]
        ? this
        : new(Outcome) { Rendition = made.Rendition, Placeholder = made.Placeholder, Timings = made.Timings, Damaged = made.Damaged, Aliases = made.Aliases };
}

/// <param name="Rendition">What was made.</param>
/// <param name="Placeholder">The placeholder, if the plan asked for it.</param>
/// <param name="Timings">How the time was spent.</param>
/// <param name="Damaged">Whether the original's pixel data are damaged, and the rendition shows what could be decoded.</param>
/// <param name="Aliases">Other renditions of the set that share the file, from the plan; null if there are none.</param>
public sealed record MadeRendition(
    RenditionRecord Rendition,
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
/// <param name="Decode">Reading and decoding the original, or waiting for a shared decode, including the wait for a free processor; in a group, all of it counts for the first rendition.</param>
/// <param name="Resample">Geometry, resampling, orientation, placeholder.</param>
/// <param name="Encode">Encoding the rendition.</param>
/// <param name="Write">Storing the rendition; in a group, while the next one is made.</param>
public sealed record ResizeTimings(double Decode, double Resample, double Encode, double Write);
