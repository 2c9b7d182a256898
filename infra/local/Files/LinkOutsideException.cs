namespace Pipeline.Local.Files;

/// <summary>A symbolic link leads out of the watched folder.</summary>
internal sealed class LinkOutsideException(string path, string target, string folder)
    : IOException($"{path} leads to {target}, outside the watched folder {folder}. Use --follow to process it.");
