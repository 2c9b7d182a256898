namespace Pipeline.Terminal.Files;

/// <summary>A path leads to something that cannot be read like a file.</summary>
public sealed class NotRegularFileException(string path, string kind) : IOException($"{path} is {kind}. Only regular files can be read.");
