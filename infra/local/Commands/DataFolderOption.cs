using System.CommandLine;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary><c>--data</c>, and opening the folder that it names.</summary>
internal static class DataFolderOption
{
    public static Option<DirectoryInfo> Create() => new("--data")
    {
        Description = "Data folder: originals, renditions and the database.",
        HelpName = "DIR",
        DefaultValueFactory = _ => new DirectoryInfo(".pipeline"),
    };

    /// <summary>Opens a folder to read, whether a host works on it or not.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static LocalStore OpenReadOnly(DirectoryInfo folder) =>
        Open(folder, path => LocalStore.OpenReadOnly(path, TimeProvider.System));

    /// <summary>Opens a folder; what the machine has against it becomes one line.</summary>
    /// <exception cref="UsageException">It is a file, may not be read or written, or the like.</exception>
    public static T Open<T>(DirectoryInfo folder, Func<string, T> open)
    {
        try
        {
            return File.Exists(folder.FullName) ? throw new UsageException($"{folder} is a file; --data takes a folder.") : open(folder.FullName);
        }
        catch (Exception exception) when (StoreFaults.IsEnvironmental(exception) && LocalFaults.Explain(exception)?.ExitCode != ExitCodes.Usage)
        {
            throw new UsageException($"The data folder {folder} cannot be used: {exception.Message}");
        }
    }
}
