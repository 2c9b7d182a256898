using System.CommandLine;
using Pipeline.Host.Store;
using Pipeline.Host.Store.Exceptions;
using Pipeline.Terminal.Commands;

namespace Pipeline.Local.Commands;

/// <summary>The option <c>--data</c>, and opening the folder that it names.</summary>
internal static class DataFolderOption
{
    public static Option<DirectoryInfo> Create() => new("--data")
    {
        Description = "Data folder, with the originals, renditions and database.",
        HelpName = "DIR",
        DefaultValueFactory = _ => new DirectoryInfo(".pipeline"),
    };

    /// <summary>Opens a folder for reading, even while a host uses it.</summary>
    /// <exception cref="UsageException">The folder cannot be read.</exception>
    public static LocalStore OpenReadOnly(DirectoryInfo folder) =>
        Open(folder, path => LocalStore.OpenReadOnly(path, TimeProvider.System));

    /// <summary>Opens a folder and turns failures of the environment into one-line errors.</summary>
    /// <exception cref="UsageException">The folder is a file, or cannot be read or written.</exception>
    /// <exception cref="FolderFullException">Its disk is full.</exception>
    public static T Open<T>(DirectoryInfo folder, Func<string, T> open)
    {
        try
        {
            return File.Exists(folder.FullName) ? throw new UsageException($"{folder} is a file; --data takes a folder.") : open(folder.FullName);
        }
        catch (Exception exception) when (DiskSpace.IsExhausted(exception, folder.FullName))
        {
            throw new FolderFullException(folder.FullName, exception);
        }
        catch (Exception exception) when (StoreFaults.IsEnvironmental(exception) && LocalFaults.Explain(exception)?.ExitCode != ExitCodes.Usage)
        {
            throw new UsageException($"The data folder {folder} cannot be used: {exception.Message}");
        }
    }
}
