namespace Pipeline.Interpreter.History;

/// <summary>A history was recorded with another definition, so an execution cannot continue from it.</summary>
public sealed class HistoryMismatchException : InvalidOperationException
{
    internal HistoryMismatchException(string mismatch)
        : base($"The history does not fit the definition: {mismatch}.")
    {
    }
}
