using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pipeline.Local.Reporting;

/// <summary>
/// The part of a terminal that is written again and again. Spectre.Console's own live display keeps the height that it once had, and so it
/// scrolls on and on in a window that became smaller.
/// </summary>
internal sealed class LiveScreen(IAnsiConsole console)
{
    private const string ClearToEndOfLine = "\e[K";
    private const string ClearBelow = "\e[J";

    /// <summary>Cells of each line on the screen.</summary>
    private IReadOnlyList<int> _written = [];

    /// <summary>Writes over what was shown before. Lines longer than the window are cut, and so are lines below it.</summary>
    public void Show(IRenderable content)
    {
        var width = console.Profile.Width;
        // The cursor stands on the line below.
        var lines = Segment.SplitLines(content.GetSegments(console)).Take(Math.Max(console.Profile.Height - 1, 1))
            .Select(line => Segment.Truncate(line, width)).ToArray();
        console.Write(new Frame([.. MoveToTop(width), .. lines.SelectMany(line => line.Append(Segment.Control(ClearToEndOfLine)).Append(Segment.LineBreak)), Segment.Control(ClearBelow)]));
        _written = [.. lines.Select(line => Segment.CellCount(line))];
    }

    /// <summary>Terminals wrap the lines that they show when their window becomes narrower.</summary>
    private IEnumerable<Segment> MoveToTop(int width)
    {
        var rows = _written.Sum(cells => Math.Max((cells + width - 1) / width, 1));
        return rows > 0 ? [Segment.Control($"\r\e[{rows}A")] : [];
    }

    /// <summary>All of a frame, so that it is written at once and does not flicker.</summary>
    private sealed class Frame(IReadOnlyList<Segment> segments) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
