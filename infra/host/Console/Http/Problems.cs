using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Pipeline.Host.Console.Http;

/// <summary>Errors of the API (RFC 9457). Each says what was found, what is allowed and what to do.</summary>
internal static class Problems
{
    public static ProblemHttpResult BadRequest(string detail) => Create(StatusCodes.Status400BadRequest, detail);

    public static ProblemHttpResult NotFound(string detail) => Create(StatusCodes.Status404NotFound, detail);

    public static ProblemHttpResult Conflict(string detail) => Create(StatusCodes.Status409Conflict, detail);

    public static ProblemHttpResult TooLarge(string detail) => Create(StatusCodes.Status413PayloadTooLarge, detail);

    public static ProblemHttpResult Unavailable(string detail) => Create(StatusCodes.Status503ServiceUnavailable, detail);

    public static ProblemHttpResult InsufficientStorage(string detail) => Create(StatusCodes.Status507InsufficientStorage, detail);

    private static ProblemHttpResult Create(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
