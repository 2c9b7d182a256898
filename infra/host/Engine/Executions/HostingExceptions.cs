namespace Pipeline.Host.Engine.Executions;

/// <summary>A name that no execution can have.</summary>
public sealed class InvalidExecutionNameException(string name, string found) : ArgumentException(
    $"The execution name '{name}' {found}; a name has 1 to {ExecutionNames.MaxCharacters} characters, no white space, no control characters "
    + "and none of < > { } [ ] ? * \" # % \\ ^ | ~ ` $ & , ; : /");

/// <summary>An input that no execution can be started with.</summary>
public sealed class InvalidExecutionInputException(string message) : ArgumentException(message);

/// <summary>The name is taken by an execution that has another input, or that has ended.</summary>
public sealed class ExecutionAlreadyExistsException(string arn) : InvalidOperationException(
    $"Execution already exists: '{arn}'. It has another input or has ended; choose another name.")
{
    public string Arn { get; } = arn;
}

/// <summary>An execution that runs or succeeded: there is nothing to try again.</summary>
public sealed class ExecutionNotRedrivableException(string message) : InvalidOperationException(message);
