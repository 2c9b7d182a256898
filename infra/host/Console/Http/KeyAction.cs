namespace Pipeline.Host.Console.Http;

/// <summary>An action that follows the key at the end of a URL. A route cannot have anything behind a key, which has slashes itself.</summary>
/// <param name="Path">The end of the path, such as <c>/process</c>.</param>
internal sealed record KeyAction(string Path);
