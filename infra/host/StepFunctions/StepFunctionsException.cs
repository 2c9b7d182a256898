namespace Pipeline.Host.StepFunctions;

/// <summary>An error in the service's own format.</summary>
/// <param name="type">Name of the error in the service's API reference, such as <c>ExecutionDoesNotExist</c>.</param>
/// <param name="message">What was found and what is allowed.</param>
internal sealed class StepFunctionsException(string type, string message) : Exception(message)
{
    public string Type { get; } = type;

    public static StepFunctionsException ExecutionDoesNotExist(string arn) => new("ExecutionDoesNotExist", $"Execution Does Not Exist: '{arn}'");

    public static StepFunctionsException StateMachineDoesNotExist(string arn) => new("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{arn}'");

    public static StepFunctionsException ValidationFailed(string message) => new("ValidationException", message);

    public static StepFunctionsException InvalidToken(string token) => new("InvalidToken", $"Invalid Token: '{token}'");
}
