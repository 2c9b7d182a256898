using Microsoft.AspNetCore.Http;
using Pipeline.Host.Engine.Definitions;
using Pipeline.Host.Signatures;

namespace Pipeline.Host.StepFunctions;

/// <summary>An error in the service's own format.</summary>
/// <param name="type">Name of the error in the service's API reference, such as <c>ExecutionDoesNotExist</c>.</param>
/// <param name="message">What was found and what is allowed.</param>
/// <param name="status">HTTP status.</param>
internal sealed class StepFunctionsException(string type, string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    /// <summary>Where state machines other than the host's own run.</summary>
    public const string OwnStateMachines = "To run a state machine of your own, use the command asl.";

    public string Type { get; } = type;

    public int Status { get; } = status;

    public static StepFunctionsException ExecutionDoesNotExist(string arn) => new("ExecutionDoesNotExist", $"Execution Does Not Exist: '{arn}'");

    public static StepFunctionsException StateMachineDoesNotExist(string arn) =>
        new("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{arn}'. This host runs {PipelineDefinition.StateMachineArn} only. {OwnStateMachines}");

    /// <summary>The request is not signed as it must be. Source: AWS Step Functions API Reference, "Common Errors".</summary>
    public static StepFunctionsException Refused(SignatureException refusal) => new(
        refusal.Fault switch
        {
            SignatureFault.Missing => "MissingAuthenticationTokenException",
            SignatureFault.Malformed or SignatureFault.UnsupportedAlgorithm => "IncompleteSignatureException",
            SignatureFault.UnknownAccessKey => "UnrecognizedClientException",
            _ => "InvalidSignatureException",
        },
        refusal.Message,
        StatusCodes.Status403Forbidden);

    public static StepFunctionsException ValidationFailed(string message) => new("ValidationException", message);

    public static StepFunctionsException InvalidToken(string token) => new("InvalidToken", $"Invalid Token: '{token}'");
}
