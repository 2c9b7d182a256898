namespace Pipeline.Host.Store.Files;

/// <summary>
/// Files that a program has open. Unix replaces and deletes them, and their readers keep the content. Windows refuses: for a moment to all
/// (a virus scanner reads every new file), and for as long as a viewer shows the picture.
/// </summary>
/// <seealso href="https://learn.microsoft.com/windows/win32/fileio/creating-and-opening-files"/>
internal static class OpenFiles
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);

    private const int MaxAttempts = 10;

    /// <summary>Whether an operation failed because a program has the file or folder open. Never on Unix.</summary>
    public static bool IsInUse(Exception exception) => IsInUse(exception, OperatingSystem.IsWindows());

    /// <param name="exception">The failure.</param>
    /// <param name="isWindows">Whether the system is Windows.</param>
    public static bool IsInUse(Exception exception, bool isWindows) =>
        isWindows && (exception is UnauthorizedAccessException || exception is IOException { HResult: SharingViolation or LockViolation });

    /// <summary>Does something with a file. If a program has the file open, tries again for a second.</summary>
    public static void Retry(Action action) => Retry(action, IsInUse, TimeSpan.FromMilliseconds(20));

    /// <param name="action">What to do.</param>
    /// <param name="isInUse">Whether its failure is worth another attempt.</param>
    /// <param name="delay">Time before the second attempt. It grows with every attempt.</param>
    public static void Retry(Action action, Func<Exception, bool> isInUse, TimeSpan delay)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                action();
                return;
            }
            catch (Exception exception) when (attempt < MaxAttempts && isInUse(exception))
            {
                Thread.Sleep(delay * attempt);
            }
        }
    }

    /// <summary>
    /// Replaces a file that readers have open. Windows lets it be renamed, though not replaced, so for a moment there is no file of its name.
    /// Readers keep the old content.
    /// </summary>
    /// <param name="source">The new file.</param>
    /// <param name="target">The file to replace.</param>
    public static void Replace(string source, string target)
    {
        // Beside the new file, in tmp/, which the next start sweeps.
        var replaced = source + ".replaced";
        File.Move(target, replaced);
        try
        {
            File.Move(source, target);
        }
        catch
        {
            File.Move(replaced, target);
            throw;
        }

        try
        {
            File.Delete(replaced);
        }
        catch (Exception exception) when (IsInUse(exception))
        {
            // The next start deletes it.
        }
    }
}
