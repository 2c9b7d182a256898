using System.Text.Json;

namespace Pipeline.Core.Validation;

/// <summary>The words of settings that are enumerations, the same on the command line, in a stack and in a function's environment: <c>firstFrame</c>.</summary>
public static class LimitWords
{
    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>All words, the default first.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    /// <returns>Whether the text is one of the words.</returns>
    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        var found = Enum.GetValues<T>().Where(candidate => Of(candidate) == text).ToArray();
        value = found.FirstOrDefault();
        return found.Length > 0;
    }
}
