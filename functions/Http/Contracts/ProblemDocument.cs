using System.ComponentModel;

namespace Pipeline.Http.Contracts;

/// <summary>An error (RFC 9457).</summary>
/// <param name="Type">A URI that names the kind of error: <c>urn:image-pipeline:problem:</c> and the code.</param>
/// <param name="Title">The kind of error, in words.</param>
/// <param name="Status">Status of the response.</param>
/// <param name="Detail">What was found, what is allowed, and what to do.</param>
/// <param name="Code">The kind of error, for programs.</param>
[Description("An error (RFC 9457).")]
public sealed record ProblemDocument(
    [property: Description("A URI that names the kind of error.")] string Type,
    [property: Description("The kind of error, in words.")] string Title,
    [property: Description("Status of the response.")] int Status,
    [property: Description("What was found, what is allowed, and what to do.")] string Detail,
    [property: Description("The kind of error, for programs.")] string Code);
