namespace Pipeline.Interpreter.History;

/// <summary>A history was recorded with another definition: an execution cannot go on from it.</summary>
public sealed class HistoryMismatchException : InvalidOperationException
{
    internal HistoryMismatchException(string found)
        : base($"The history does not fit the definition: {found}.")
    {
    }
}
