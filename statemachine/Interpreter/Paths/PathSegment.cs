namespace Pipeline.Interpreter.Paths;

/// <summary>One step of a simple path: into an object by name or, when the name is null, into an array by index.</summary>
/// <param name="Index">From 0; negative counts from the end.</param>
internal readonly record struct PathSegment(string? Name, int Index);
