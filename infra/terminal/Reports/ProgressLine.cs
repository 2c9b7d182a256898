namespace Pipeline.Terminal.Reports;

/// <summary>A line that changes: written over itself on a terminal, and now and then on a line of its own if the output goes elsewhere.</summary>
public sealed class ProgressLine(TextWriter writer, bool isTerminal, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private DateTimeOffset? _written;
    private int _length;

    /// <summary>A line on standard error, so that what a command prints stays as it is.</summary>
    public static ProgressLine OnStandardError(TimeProvider time) => new(Console.Error, !Console.IsErrorRedirected, time);

    /// <summary>Shows a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isLast">Whether it stays.</param>
    public void Show(string text, bool isLast = false)
    {
        if (isTerminal)
        {
            writer.Write($"\r{text.PadRight(_length)}{(isLast ? "\n" : "")}");
            _length = isLast ? 0 : text.Length;
            return;
        }

        var now = time.GetUtcNow();
        if (isLast || _written is null || now - _written >= Interval)
        {
            writer.WriteLine(text);
            _written = now;
        }
    }

    /// <summary>Leaves the line, for other output.</summary>
    public void End()
    {
        if (isTerminal && _length > 0)
        {
            writer.Write('\n');
            _length = 0;
        }
    }
}
