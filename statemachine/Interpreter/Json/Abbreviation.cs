namespace Pipeline.Interpreter.Json;

/// <summary>Shortens texts of users in messages.</summary>
internal static class Abbreviation
{
    private const int MaxLength = 200;

    public static string Shorten(string text) => text.Length <= MaxLength ? text : text[..MaxLength] + "…";
}
