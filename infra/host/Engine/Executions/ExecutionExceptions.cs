namespace Pipeline.Host.Engine.Executions;

/// <summary>The name is not a valid name of an execution.</summary>
public sealed class InvalidExecutionNameException(string name, string found) : ArgumentException(
    $"The execution name '{name}' {found}. A name has 1 to {ExecutionNames.MaxCharacters} characters, no white space, no control characters "
    + "and none of < > { } [ ] ? * \" # % \\ ^ | ~ ` $ & , ; : /");

/// <summary>The input is not valid for an execution.</summary>
public sealed class InvalidExecutionInputException(string message) : ArgumentException(message);

/// <summary>Another execution has this name. It has another input, or has ended.</summary>
public sealed class ExecutionAlreadyExistsException(string arn) : InvalidOperationException(
    $"Execution already exists: '{arn}'. It has another input or has ended; choose another name.")
{
    public string Arn { get; } = arn;
}

/// <summary>The execution is running, or succeeded, so there is nothing to try again.</summary>
public sealed class ExecutionNotRedrivableException(string message) : InvalidOperationException(message);

/// <summary>This host has no state machine of this name, or its definition is not valid.</summary>
public sealed class StateMachineNotFoundException(string name) : InvalidOperationException($"There is no state machine '{name}'.");
