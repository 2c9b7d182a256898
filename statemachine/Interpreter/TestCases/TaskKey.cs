using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Interpreter.TestCases;

/// <summary>The name of a task in a case: that of its state, or with the index of an item of each Map that it is in, <c>Resize[2]</c>.</summary>
internal static partial class TaskKey
{
    /// <summary>Lists the names of one call, the most specific first: <c>Resize[2][0]</c>, <c>Resize[2]</c>, <c>Resize</c>.</summary>
    public static IReadOnlyList<string> List(string state, IReadOnlyList<int> iterations)
    {
        var keys = new List<string> { state };
        foreach (var index in iterations)
        {
            keys.Insert(0, string.Create(CultureInfo.InvariantCulture, $"{keys[0]}[{index}]"));
        }

        return keys;
    }

    /// <summary>Returns the name of the state.</summary>
    public static string GetState(string key) => IndexPattern().Replace(key, "");

    [GeneratedRegex(@"(\[[0-9]{1,6}\])+\z")]
    private static partial Regex IndexPattern();
}
