using System.Text;

namespace Pipeline.Host.StepFunctions;

/// <summary>
/// The place of an error in a definition, as ValidateStateMachineDefinition names it: a JSON pointer such as <c>/States/A/Next</c>.
/// Source: AWS Step Functions API Reference, "ValidateStateMachineDefinitionDiagnostic"; RFC 6901.
/// </summary>
internal static class DefinitionLocation
{
    /// <param name="path">JSON path of the interpreter: <c>$</c>, then <c>.name</c>, <c>['name']</c> or <c>[0]</c>.</param>
    public static string FromPath(string path)
    {
        var pointer = new StringBuilder();
        var index = path.StartsWith('$') ? 1 : 0;
        while (index < path.Length)
        {
            var end = FindEnd(path, index);
            var step = path[index..end];
            var name = step.StartsWith("['", StringComparison.Ordinal) ? step[2..^2].Replace("\\'", "'", StringComparison.Ordinal)
                : step.StartsWith('[') ? step[1..^1]
                : step.TrimStart('.');
            pointer.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            index = end;
        }

        return pointer.Length == 0 ? "/" : pointer.ToString();
    }

    private static int FindEnd(string path, int start)
    {
        if (path.AsSpan(start).StartsWith("['"))
        {
            var end = start + 2;
            do
            {
                end = path.IndexOf("']", end, StringComparison.Ordinal) + 2;
            }
            // A quotation mark within a name has a backslash before it.
            while (end >= 2 && path[end - 3] == '\\');
            return end < 2 ? path.Length : end;
        }

        var next = path.AsSpan(start + 1).IndexOfAny('.', '[');
        if (next < 0)
        {
            return path.Length;
        }

        next += start + 1;
        // Names of fields with a path end in ".$".
        return path.AsSpan(next).StartsWith(".$") ? next + 2 : next;
    }
}
