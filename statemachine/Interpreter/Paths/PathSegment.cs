namespace Pipeline.Interpreter.Paths;

/// <summary>A step of a simple path: into an object by name or, if the name is null, into an array by index.</summary>
/// <param name="Index">Starts at 0. A negative index counts from the end.</param>
internal readonly record struct PathSegment(string? Name, int Index);
